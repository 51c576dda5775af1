using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry;

/// <summary>
/// Objects as the server's own parts see them: read from the watch caches, at the newest revision and in the storage version, past authorization.
/// Resources are named by <see cref="ApiResource.QualifiedName"/> (pods, deployments.apps).
/// </summary>
public interface IObjects
{
    /// <summary>The definition of a built-in resource.</summary>
    ResourceDefinition Definition(string resource);

    /// <summary>The definition that handles a version of a resource: of built-in ones always the same, of custom ones each version's own.</summary>
    ResourceDefinition Definition(ApiResource version);

    /// <summary>All versions of a resource that are served.</summary>
    ImmutableArray<ApiResource> Versions(string resource);

    /// <summary>The object, or null. The namespace of cluster-wide ones is empty.</summary>
    ObjectNode? Get(string resource, string ns, string name);

    /// <summary>All objects, or those of a namespace.</summary>
    IReadOnlyList<ObjectNode> List(string resource, string ns = "");

    /// <summary>Calls back for each object there is and then for each change, in order, on the cache's own loop: return fast.</summary>
    IDisposable Subscribe(string resource, Action<ObjectChange> handler);

    /// <summary>Makes an object in the name of the server: defaults, validation and storing; admission is passed by.</summary>
    ValueTask<ObjectNode> CreateAsync(string resource, ObjectNode value, CancellationToken cancellation);

    /// <summary>Changes an object by compare-and-swap, again and again until it fits; null from <paramref name="change"/> leaves it as it is. Null: it is not there.</summary>
    ValueTask<ObjectNode?> UpdateAsync(string resource, string ns, string name, Func<ObjectNode, ObjectNode?> change, CancellationToken cancellation);
}
