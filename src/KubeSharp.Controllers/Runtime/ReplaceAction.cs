using KubeSharp.Api;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Runtime;

/// <summary>
/// Changes a part of an object by a merge patch, as <see cref="PatchAction{T}"/> does, but by reading and replacing it: for controllers that
/// upstream's roles let update and not patch.
/// </summary>
public sealed record ReplaceAction<T>(string Namespace, string Name, Node Change, string Subresource = "") : PlanAction where T : class, IApiObject<T>
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var there = await context.Client.RequestAsync(HttpMethod.Get, ApiPaths.Of(T.Resource, Namespace, Name), default, "", cancellation).ConfigureAwait(false);
            var wanted = MergePatch.Apply(there, Change);
            await context.Client.RequestAsync(HttpMethod.Put, ApiPaths.Of(T.Resource, Namespace, Name, Subresource), wanted.ToUtf8(), "application/json", cancellation).ConfigureAwait(false);
            var (cache, before) = (context.Informers.Get<T>().Cache, there.TextAt("metadata", "resourceVersion"));
            return () => cache.Get(Namespace, Name) is not { } seen || seen.Metadata.ResourceVersion != before;
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }
}
