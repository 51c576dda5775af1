using KubeSharp.Api;
using KubeSharp.Client.Events;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Tells of something.</summary>
public sealed record EventAction(IApiObject About, string Type, string Reason, string Message) : PlanAction
{
    /// <inheritdoc/>
    public override Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        context.Events.Record(EventRecorder.Reference(About), Type, Reason, Message);
        return Task.FromResult<Func<bool>?>(null);
    }
}
