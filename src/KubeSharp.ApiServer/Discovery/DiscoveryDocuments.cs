using System.Collections.Immutable;
using System.Security.Cryptography;
using KubeSharp.Api;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Discovery;

/// <summary>What is served where: plain and aggregated discovery. Made once a resource table. Source: API Concepts, API discovery; KEP-3352.</summary>
public sealed class DiscoveryDocuments
{
    // Groups stand in this order, as upstream's priorities have them; those it does not name follow by name.
    private static readonly string[] _order =
    [
        "", "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io",
        "policy", "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io",
        "discovery.k8s.io", "resource.k8s.io", "flowcontrol.apiserver.k8s.io",
    ];

    private readonly ImmutableArray<(string Group, ImmutableArray<(string Version, ImmutableArray<ApiResource> Resources)> Versions)> _groups;

    /// <summary>Of the resources served.</summary>
    public DiscoveryDocuments(ResourceTable table)
    {
        _groups = [.. table.Definitions.SelectMany(static d => d.Versions).GroupBy(static v => v.Group)
            .OrderBy(static g => Array.IndexOf(_order, g.Key) is var i and >= 0 ? i : _order.Length).ThenBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => (g.Key, g.GroupBy(static v => v.Version).OrderByDescending(static v => v.Key, StringComparer.Ordinal)
                .Select(static v => (v.Key, v.OrderBy(static r => r.Plural, StringComparer.Ordinal).ToImmutableArray())).ToImmutableArray()))];
        (AggregatedCore, AggregatedGroups) = (Aggregated(isCore: true), Aggregated(isCore: false));
    }

    /// <summary>/api in the aggregated form, with its hash.</summary>
    public (byte[] Json, string Hash) AggregatedCore { get; }

    /// <summary>/apis in the aggregated form, with its hash.</summary>
    public (byte[] Json, string Hash) AggregatedGroups { get; }

    /// <summary>Groups and versions, in order.</summary>
    public IEnumerable<(string Group, string Version)> GroupVersions => _groups.SelectMany(static g => g.Versions.Select(v => (g.Group, v.Version)));

    /// <summary>/api in the plain form.</summary>
    public static ObjectNode CoreVersions(string serverAddress) => ObjectNode.Of(("kind", "APIVersions"), ("versions", ArrayNode.Of("v1")),
        ("serverAddressByClientCIDRs", ArrayNode.Of(ObjectNode.Of(("clientCIDR", "0.0.0.0/0"), ("serverAddress", serverAddress)))));

    /// <summary>/apis in the plain form.</summary>
    public ObjectNode GroupList() => ObjectNode.Of(("kind", "APIGroupList"), ("apiVersion", "v1"), ("groups", new ArrayNode([.. _groups.Where(static g => g.Group.Length > 0).Select(static g => (Node)Group(g.Group, g.Versions))])));

    /// <summary>/apis/GROUP; null where there is none.</summary>
    public ObjectNode? Group(string group) => _groups.FirstOrDefault(g => g.Group == group) is { Versions.IsDefault: false } found && group.Length > 0
        ? ObjectNode.Of([("kind", "APIGroup"), ("apiVersion", "v1"), .. Group(found.Group, found.Versions).Select(static f => (f.Key, (Node?)f.Value))]) : null;

    /// <summary>/apis/GROUP/VERSION or /api/v1; null where there is none.</summary>
    public ObjectNode? Resources(string group, string version)
    {
        var found = _groups.FirstOrDefault(g => g.Group == group);
        if (found.Versions.IsDefault) { return null; }
        var resources = found.Versions.FirstOrDefault(v => v.Version == version).Resources;
        if (resources.IsDefault) { return null; }
        var items = resources.SelectMany(static r => r.Subresources.Select(s => Subresource(r, s)).Prepend(Resource(r)));
        return ObjectNode.Of(("kind", "APIResourceList"), ("apiVersion", "v1"), ("groupVersion", group.Length == 0 ? version : $"{group}/{version}"), ("resources", new ArrayNode([.. items])));
    }

    private static ObjectNode Group(string group, ImmutableArray<(string Version, ImmutableArray<ApiResource> Resources)> versions)
    {
        var items = versions.Select(v => (Node)ObjectNode.Of(("groupVersion", $"{group}/{v.Version}"), ("version", v.Version))).ToArray();
        return ObjectNode.Of(("name", group), ("versions", new ArrayNode([.. items])), ("preferredVersion", items[0]));
    }

    private static Node Resource(ApiResource resource) => ObjectNode.Of(("name", resource.Plural), ("singularName", resource.Singular), ("namespaced", resource.Namespaced),
        ("kind", resource.Kind), ("verbs", Texts(resource.Verbs)), ("shortNames", Some(resource.ShortNames)), ("categories", Some(resource.Categories)));

    private static Node Subresource(ApiResource resource, ApiSubresource subresource)
    {
        var isOther = subresource.Group != resource.Group || subresource.Version != resource.Version;
        return ObjectNode.Of(("name", $"{resource.Plural}/{subresource.Name}"), ("singularName", ""), ("namespaced", resource.Namespaced),
            ("group", isOther ? (Node)subresource.Group : null), ("version", isOther ? (Node)subresource.Version : null), ("kind", subresource.Kind), ("verbs", Texts(subresource.Verbs)));
    }

    private (byte[], string) Aggregated(bool isCore)
    {
        var items = _groups.Where(g => g.Group.Length == 0 == isCore).Select(static g => (Node)ObjectNode.Of(
            ("metadata", ObjectNode.Of(("name", g.Group.Length == 0 ? null : (Node)g.Group), ("creationTimestamp", NullNode.Instance))),
            ("versions", new ArrayNode([.. g.Versions.Select(static v => (Node)ObjectNode.Of(("version", v.Version), ("resources", new ArrayNode([.. v.Resources.Select(AggregatedResource)])), ("freshness", "Current")))]))));
        var json = ObjectNode.Of(("kind", "APIGroupDiscoveryList"), ("apiVersion", "apidiscovery.k8s.io/v2"), ("metadata", ObjectNode.Empty), ("items", new ArrayNode([.. items]))).ToUtf8();
        return (json, Convert.ToHexString(SHA512.HashData(json)));
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
