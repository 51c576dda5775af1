using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Reads past the caches, which may be a moment behind a write that was just acknowledged.</summary>
public static class LiveReads
{
    /// <summary>The object from the cache, or from the store where the cache has none; null where there is none.</summary>
    public static async ValueTask<ObjectNode?> FindAsync(this IObjects objects, string resource, string ns, string name, CancellationToken cancellation) =>
        objects.Get(resource, ns, name) ?? await objects.UpdateAsync(resource, ns, name, static _ => null, cancellation).ConfigureAwait(false);
}
