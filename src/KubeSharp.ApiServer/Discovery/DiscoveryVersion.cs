using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Discovery;

/// <summary>A version of a group as discovery shows it.</summary>
/// <param name="Name">v1.</param>
/// <param name="Plain">The resources of its APIResourceList.</param>
/// <param name="Aggregated">As a version of an APIGroupDiscovery.</param>
public sealed record DiscoveryVersion(string Name, Func<ArrayNode> Plain, ObjectNode Aggregated)
{
    private const int StorageHashBytes = 8;

    /// <summary>Of resources that this server serves itself, each with the version in which it is stored.</summary>
    public static DiscoveryVersion Of(string name, ImmutableArray<(ApiResource Resource, ApiResource Stored)> resources) => new(name,
        () => new ArrayNode([.. resources.SelectMany(static r => r.Resource.Subresources.Select(s => Subresource(r.Resource, s)).Prepend(Resource(r.Resource, r.Stored)))]),
        ObjectNode.Of(("version", name), ("resources", new ArrayNode([.. resources.Select(static r => AggregatedResource(r.Resource))])), ("freshness", "Current")));

    // Compat: the stored version by the beginning of its SHA-256; only of what is stored at all. Shown by upstream's test/cmd.
    private static string? StorageHash(ApiResource stored) =>
        stored.Verbs.Contains("watch") ? Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{stored.Group}/{stored.Version}/{stored.Kind}")).AsSpan(0, StorageHashBytes)) : null;

    private static Node Resource(ApiResource resource, ApiResource stored) => ObjectNode.Of(("name", resource.Plural), ("singularName", resource.Singular), ("namespaced", resource.Namespaced),
        ("kind", resource.Kind), ("verbs", Texts(resource.Verbs)), ("shortNames", Some(resource.ShortNames)), ("categories", Some(resource.Categories)), ("storageVersionHash", StorageHash(stored)));

    private static Node Subresource(ApiResource resource, ApiSubresource subresource)
    {
        var isOther = subresource.Group != resource.Group || subresource.Version != resource.Version;
        return ObjectNode.Of(("name", $"{resource.Plural}/{subresource.Name}"), ("singularName", ""), ("namespaced", resource.Namespaced),
            ("group", isOther ? (Node)subresource.Group : null), ("version", isOther ? (Node)subresource.Version : null), ("kind", subresource.Kind), ("verbs", Texts(subresource.Verbs)));
    }

    private static Node AggregatedResource(ApiResource resource)
    {
        static ObjectNode Kind(string group, string version, string kind) => ObjectNode.Of(("group", group), ("version", version), ("kind", kind));
        var subresources = resource.Subresources.Select(s => (Node)ObjectNode.Of(("subresource", s.Name),
            ("responseKind", s.Group == resource.Group && s.Version == resource.Version ? Kind("", "", s.Kind) : Kind(s.Group, s.Version, s.Kind)), ("verbs", Texts(s.Verbs)))).ToImmutableArray();
        return ObjectNode.Of(("resource", resource.Plural), ("responseKind", Kind("", "", resource.Kind)), ("scope", resource.Namespaced ? "Namespaced" : "Cluster"),
            ("singularResource", resource.Singular), ("verbs", Texts(resource.Verbs)), ("shortNames", Some(resource.ShortNames)), ("categories", Some(resource.Categories)),
            ("subresources", subresources.IsEmpty ? null : new ArrayNode(subresources)));
    }

    private static ArrayNode Texts(ImmutableArray<string> texts) => new([.. texts.Select(static t => (Node)t)]);

    private static ArrayNode? Some(ImmutableArray<string> texts) => texts.IsEmpty ? null : Texts(texts);
}
