using System.Collections.Concurrent;
using System.Collections.Frozen;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Protobuf;

/// <summary>The kinds that travel in protobuf, by apiVersion and kind.</summary>
public static class ProtobufKinds
{
    private static readonly ConcurrentDictionary<string, Schema> _lists = new(StringComparer.Ordinal);

    /// <summary>Metadata of lists.</summary>
    internal const string ListMeta = Meta + "ListMeta";
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    // Options belong to every group, and so do the events of watches.
    private static readonly FrozenSet<string> _ofAnyGroup = new[] { "DeleteOptions", "WatchEvent" }.ToFrozenSet(StringComparer.Ordinal);
    // Compat: the discovery of the core group names no apiVersion.
    private static readonly FrozenSet<string> _ofCore = new[] { "Status", "APIGroup", "APIGroupList", "APIResourceList", "APIVersions" }.ToFrozenSet(StringComparer.Ordinal);
    private static readonly Lazy<FrozenDictionary<(string ApiVersion, string Kind), string>> _known = new(static () =>
        ApiResources.Kinds.DistinctBy(static k => (k.GroupVersion, k.Kind)).ToFrozenDictionary(static k => (k.GroupVersion, k.Kind), static k => k.SchemaName));
    // Only metadata of the object; its type is nobody's record.
    private static readonly Schema _partial = new(SchemaKind.Object, Meta + "PartialObjectMetadata", static () => [new("metadata", static () => ApiSchemas.Get(Meta + "ObjectMeta")) { ProtoNumber = 1, Default = ObjectNode.Empty }]);

    /// <summary>The schema of the kind, or of the list of a kind; null: it does not travel in protobuf.</summary>
    public static Schema? Schema(string apiVersion, string kind)
    {
        if (_ofAnyGroup.Contains(kind) || (apiVersion is "v1" or "" && _ofCore.Contains(kind))) { return ApiSchemas.Find(Meta + kind); }
        if (kind == "PartialObjectMetadata") { return apiVersion == "meta.k8s.io/v1" ? _partial : null; }
        if (_known.Value.TryGetValue((apiVersion, kind), out var name)) { return ApiSchemas.Find(name); }
        return kind.EndsWith("List", StringComparison.Ordinal) && Schema(apiVersion, kind[..^4]) is { } item ? _lists.GetOrAdd(item.Name, static (_, i) => ListOf(i), item) : null;
    }

    private static Schema ListOf(Schema item) => new(SchemaKind.Object, item.Name + "List", () =>
    [
        new("metadata", static () => ApiSchemas.Get(ListMeta)) { ProtoNumber = 1, Default = ObjectNode.Empty },
        new("items", () => new Schema(SchemaKind.List) { Items = item }) { ProtoNumber = 2 },
    ]);
}
