using System.Threading.Channels;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Storage;
using Microsoft.Extensions.Logging;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>Writes into the status of validating policies what <see cref="PolicyTypeChecks"/> finds, once for each generation. One loop; each step is safe to repeat.</summary>
public sealed partial class PolicyTypeChecking(IObjects objects, Func<ResourceTable> table, TimeProvider time, ILogger<PolicyTypeChecking> logger)
{
    private const string Policies = "validatingadmissionpolicies.admissionregistration.k8s.io";
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(1);
    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var following = objects.Subscribe(Policies, change =>
        {
            if (change.New is { } policy) { _changed.Writer.TryWrite(policy.TextAt("metadata", "name") ?? ""); }
        });
        await foreach (var name in _changed.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                if (objects.Get(Policies, "", name) is { } seen && !IsChecked(seen)) { await CheckAsync(name, cancellation).ConfigureAwait(false); }
            }
            catch (Exception e) when (e is StatusException or StoreUnavailableException)
            {
                LogFailure(e, name);
                _ = AgainAsync(name, cancellation);
            }
        }
    }

    private async ValueTask CheckAsync(string name, CancellationToken cancellation)
    {
        await objects.UpdateAsync(Policies, "", name, there => IsChecked(there) ? null
            : there.Make("status", s => s.Set("observedGeneration", there.Object("metadata").Number("generation") ?? 0).Set("typeChecking", PolicyTypeChecks.Check(there, table()))), cancellation).ConfigureAwait(false);
    }

    private static bool IsChecked(ObjectNode policy) =>
        policy.Object("status").Has("typeChecking") && policy.Object("status").Number("observedGeneration") == policy.Object("metadata").Number("generation");

    private async Task AgainAsync(string name, CancellationToken cancellation)
    {
        await Task.Delay(_retryAfter, time, cancellation).ConfigureAwait(false);
        _changed.Writer.TryWrite(name);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the types of validating policy {Name} could not be checked")]
    private partial void LogFailure(Exception exception, string name);
}
