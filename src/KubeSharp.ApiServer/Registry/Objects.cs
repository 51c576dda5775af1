using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry;

/// <summary>Objects for the server's own parts, from caches and registry.</summary>
public sealed class Objects(Func<ResourceTable> table, CacheFeed feed) : IObjects
{
    /// <summary>Set once, when the registry is made (which needs the rules, which need this).</summary>
    public ObjectRegistry? Registry { get; set; }

    /// <inheritdoc/>
    public ResourceDefinition Definition(string resource) => table().Find(resource) ?? throw new ArgumentException($"no resource is called {resource}", nameof(resource));

    /// <inheritdoc/>
    public ResourceDefinition Definition(ApiResource version) => table().Find(version.Group, version.Version, version.Plural)?.Definition ?? Definition(version.QualifiedName);

    /// <inheritdoc/>
    public ImmutableArray<ApiResource> Versions(string resource) => table().Versions(resource);

    /// <inheritdoc/>
    public ObjectNode? Get(string resource, string ns, string name) => feed.Cache(resource).Snapshot.Get(ns, name)?.Tree;

    /// <inheritdoc/>
    public IReadOnlyList<ObjectNode> List(string resource, string ns = "") => [.. feed.Cache(resource).Snapshot.All(ns).Select(static o => o.Tree)];

    /// <inheritdoc/>
    public IDisposable Subscribe(string resource, Action<ObjectChange> handler) => feed.Cache(resource).Subscribe(handler);

    /// <inheritdoc/>
    public async ValueTask<ObjectNode> CreateAsync(string resource, ObjectNode value, CancellationToken cancellation) =>
        (ObjectNode)Node.Parse((await Registry!.CreateAsync(Definition(resource), value.TextAt("metadata", "namespace") ?? "", value, WriteContext.Server, cancellation).ConfigureAwait(false)).Span);

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> UpdateAsync(string resource, string ns, string name, Func<ObjectNode, ObjectNode?> change, CancellationToken cancellation)
    {
        try
        {
            // Status and all else at once: the server's own writes are not split by subresource.
            var stored = await Registry!.UpdateAsync(Definition(resource), ns, name, WriteContext.WholeObject, old => change(old) ?? old, WriteContext.Server, cancellation).ConfigureAwait(false);
            return (ObjectNode)Node.Parse(stored.Span);
        }
        catch (StatusException e) when (e.Is(StatusReason.NotFound)) { return null; }
    }
}
