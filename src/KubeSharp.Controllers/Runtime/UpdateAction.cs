using KubeSharp.Api;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Replaces an object, or its status, if it has not changed meanwhile. A conflict is no failure: the change that caused it brings the key again.</summary>
public sealed record UpdateAction<T>(T Value, bool IsStatus = false) : PlanAction where T : class, IApiObject<T>
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var changed = IsStatus ? await context.Client.UpdateStatusAsync(Value, cancellation).ConfigureAwait(false) : await context.Client.UpdateAsync(Value, cancellation).ConfigureAwait(false);
            var cache = context.Informers.Get<T>().Cache;
            var (before, uid) = (Value.Metadata.ResourceVersion, changed.Metadata.Uid);
            return () => cache.Get(changed.Metadata.Namespace, changed.Metadata.Name!) is not { } seen || seen.Metadata.Uid != uid || seen.Metadata.ResourceVersion != before || changed.Metadata.ResourceVersion == before;
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }
}
