using KubeSharp.Api;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Controllers.Runtime;

/// <summary>Changes a part of an object, whatever else has changed. Of the uid given only, where one is.</summary>
public sealed record PatchAction<T>(string Namespace, string Name, PatchKind Kind, Node Patch, string Subresource = "") : PlanAction where T : class, IApiObject<T>
{
    /// <inheritdoc/>
    public override async Task<Func<bool>?> ApplyAsync(ActionContext context, CancellationToken cancellation)
    {
        try
        {
            var changed = await context.Client.PatchAsync<T>(Namespace, Name, Kind, Patch.ToUtf8(), Subresource, new PatchOptions(), cancellation).ConfigureAwait(false);
            var (cache, version) = (context.Informers.Get<T>().Cache, Version(changed.Metadata.ResourceVersion));
            return () => cache.Get(Namespace, Name) is not { } seen || Version(seen.Metadata.ResourceVersion) >= version;
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }

    // Resource versions of one server are whole numbers that grow (KEP-5504).
    private static long Version(string? text) => long.TryParse(text, out var version) ? version : 0;
}
