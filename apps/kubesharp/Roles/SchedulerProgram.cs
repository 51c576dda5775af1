using KubeSharp.Client.Rest;
using KubeSharp.Scheduler;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>kube-scheduler.</summary>
internal sealed class SchedulerProgram() : ClientProgram(DefaultPort)
{
    private const int DefaultPort = 10259;

    /// <inheritdoc/>
    public override string Name => "kube-scheduler";

    /// <inheritdoc/>
    protected override Task WorkAsync(IApiClient client, RestConfig config, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var options = new SchedulerOptions { ElectsLeader = LeaderElect.Value, Identity = Identity };
        Tell(options.Metrics.Write);
        return new SchedulerRole(options, client, time, loggers).RunAsync(cancellation);
    }
}
