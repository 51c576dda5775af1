using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Descriptions;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The schemas of a document: those asked for and all that they refer to. What belongs to every group is told to be of those in <paramref name="within"/>, null: of all.</summary>
internal sealed class SchemaNodes(string prefix, bool isV3, ImmutableArray<ResourceDefinition> custom, IEnumerable<string>? within = null)
{
    private const string MetaTypes = "io.k8s.apimachinery.pkg.apis.meta.v1.", MetadataName = MetaTypes + "ObjectMeta";
    private static readonly ImmutableDictionary<string, ImmutableArray<ApiResource>> _kinds =
        ApiResources.Kinds.GroupBy(static r => r.SchemaName).ToImmutableDictionary(static g => g.Key, static g => g.ToImmutableArray());

    /// <summary>The field that tells the version of an object's schema.</summary>
    public static ObjectNode ApiVersion { get; } = ObjectNode.Of(("type", "string"), ("description", ApiDescriptions.OfField("io.k8s.api.core.v1.Pod", "apiVersion")));

    /// <summary>The field that tells what an object is.</summary>
    public static ObjectNode Kind { get; } = ObjectNode.Of(("type", "string"), ("description", ApiDescriptions.OfField("io.k8s.api.core.v1.Pod", "kind")));

    private readonly Dictionary<string, ResourceDefinition> _custom = custom.ToDictionary(static d => d.Storage.SchemaName, StringComparer.Ordinal);
    private readonly SortedDictionary<string, Node> _made = new(StringComparer.Ordinal);

    /// <summary>A reference to the named type, which is then part of the document.</summary>
    public ObjectNode Reference(string name)
    {
        if (_made.TryAdd(name, ObjectNode.Empty))
        {
            if (_custom.TryGetValue(name, out var definition)) { _made[name] = CustomModels.Definition(definition, Reference(MetadataName), isV3); }
            else if (NamedTypes.Of(name, isV3) is { } leaf) { _made[name] = Described(leaf, ApiDescriptions.OfType(name)); }
            else if (ApiSchemas.Find(name) is { } schema) { _made[name] = Definition(schema); }
        }
        return ObjectNode.Of(("$ref", prefix + name));
    }

    /// <summary>A reference to the list of a kind.</summary>
    public ObjectNode ListReference(ApiResource resource)
    {
        var name = ListName(resource);
        if (!_made.ContainsKey(name))
        {
            _made[name] = ObjectNode.Empty;
            _made[name] = ObjectNode.Of(("type", "object"), ("description", $"{resource.ListKind} is a list of {resource.Kind}"), ("required", ArrayNode.Of("items")), ("properties", ObjectNode.Of(
                ("apiVersion", ApiVersion), ("items", ObjectNode.Of(("description", $"List of {resource.Plural}."), ("type", "array"), ("items", Reference(resource.SchemaName)))),
                ("kind", Kind), ("metadata", Described(WithDefault(Reference("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"), ObjectNode.Empty), "Standard list metadata.")))),
                ("x-kubernetes-group-version-kind", ArrayNode.Of(GroupVersionKind(resource.Group, resource.Version, resource.ListKind))));
        }
        return ObjectNode.Of(("$ref", prefix + name));
    }

    /// <summary>All types so far, by name.</summary>
    public ObjectNode All()
    {
        var all = new ObjectNode.Builder(_made.Count);
        foreach (var (name, node) in _made) { all.Set(name, node); }
        return all.ToNode();
    }

    /// <summary>Whether the resource is a custom one.</summary>
    public bool IsCustom(ApiResource resource) => _custom.ContainsKey(resource.SchemaName);

    /// <summary>The types of custom resources and their lists.</summary>
    public ObjectNode Custom()
    {
        var names = _custom.Values.SelectMany(static d => (string[])[d.Storage.SchemaName, ListName(d.Storage)]).ToHashSet(StringComparer.Ordinal);
        var all = new ObjectNode.Builder(names.Count);
        foreach (var (name, node) in _made.Where(m => names.Contains(m.Key))) { all.Set(name, node); }
        return all.ToNode();
    }

    private static string ListName(ApiResource resource) => $"{resource.SchemaName[..^resource.Kind.Length]}{resource.ListKind}";

    /// <summary>The extension that tells a kind.</summary>
    public static ObjectNode GroupVersionKind(string group, string version, string kind) => ObjectNode.Of(("group", group), ("kind", kind), ("version", version));

    private ObjectNode Definition(Schema schema)
    {
        var isKind = _kinds.TryGetValue(schema.Name, out var kinds);
        var properties = new ObjectNode.Builder();
        var fields = schema.Fields.ToDictionary(static f => f.Name, f => (Node)Described(Field(schema.Name, f), ApiDescriptions.OfField(schema.Name, f.Name)), StringComparer.Ordinal);
        if (isKind)
        {
            fields.TryAdd("apiVersion", ApiVersion);
            fields.TryAdd("kind", Kind);
        }
        foreach (var (name, node) in fields.OrderBy(static f => f.Key, StringComparer.Ordinal)) { properties.Set(name, node); }
        var required = schema.Fields.Where(static f => f.IsRequired).Select(static f => (Node)f.Name).ToImmutableArray();
        var description = ApiDescriptions.OfType(schema.Name);
        return ObjectNode.Of(("type", "object"), ("description", description.Length == 0 ? null : (Node)description), ("required", required.IsEmpty ? null : new ArrayNode(required)), ("properties", properties.ToNode()),
            ("x-kubernetes-map-type", schema.MapType == MapType.Atomic ? (Node)"atomic" : null),
            ("x-kubernetes-unions", NamedTypes.Unions(schema.Name)),
            ("x-kubernetes-group-version-kind", isKind ? new ArrayNode([.. kinds.Select(static k => (Node)GroupVersionKind(k.Group, k.Version, k.Kind))]) : Unserved(schema.Name)));
    }

    // Kinds that are no resources: of the core group, or of every group.
    private ArrayNode? Unserved(string name)
    {
        if (!name.StartsWith(MetaTypes, StringComparison.Ordinal)) { return null; }
        var kind = name[MetaTypes.Length..];
        return SchemeKinds.IsUnversioned(kind) ? ArrayNode.Of(GroupVersionKind("", "v1", kind))
            : kind is "DeleteOptions" or "WatchEvent" ? new([.. (within ?? SchemeKinds.GroupVersions).Select(v => (Node)GroupVersionKind(v.Contains('/', StringComparison.Ordinal) ? v[..v.IndexOf('/', StringComparison.Ordinal)] : "", SchemeKinds.VersionOf(v), kind))]) : null;
    }

    private ObjectNode Described(ObjectNode type, string description) => description.Length == 0 ? type : Beside(type).Set("description", description);

    // In OpenAPI 3.0 nothing may stand beside a reference, so it goes into allOf.
    private ObjectNode Beside(ObjectNode type) => isV3 && type["$ref"] is not null ? ObjectNode.Of(("allOf", ArrayNode.Of(type))) : type;

    private ObjectNode Field(string owner, FieldSchema field)
    {
        var type = Type(field.Type, () => Reference(NamedTypes.OfAny(owner, field.Name)));
        var result = field.Default is not null ? WithDefault(type, field.Default) : type;
        if (!field.Enum.IsEmpty) { result = result.Set("enum", new ArrayNode([.. field.Enum.Select(static e => (Node)e)])); }
        if (field.Type.Kind == SchemaKind.List && !NamedTypes.IsUntold(owner, field.Name))
        {
            result = result.Set("x-kubernetes-list-type", field.ListType switch { ListType.Map => "map", ListType.Set => "set", _ => "atomic" });
            if (!field.ListKeys.IsEmpty) { result = result.Set("x-kubernetes-list-map-keys", new ArrayNode([.. field.ListKeys.Select(static k => (Node)k)])); }
        }
        if (NamedTypes.IsAtomic(owner, field.Name)) { result = result.Set("x-kubernetes-list-type", "atomic"); }
        if (field.MapType is { } map) { result = Beside(result).Set("x-kubernetes-map-type", map == MapType.Atomic ? "atomic" : "granular"); }
        if (field.MergeKey.Length > 0) { result = result.Set("x-kubernetes-patch-merge-key", field.MergeKey); }
        var strategy = field.PatchMerges ? field.PatchRetainsKeys ? "merge,retainKeys" : "merge" : field.PatchRetainsKeys ? "retainKeys" : field.PatchReplaces ? "replace" : "";
        return strategy.Length > 0 ? Beside(result).Set("x-kubernetes-patch-strategy", strategy) : result;
    }

    private ObjectNode WithDefault(ObjectNode type, Node value) => isV3 ? Beside(type).Set("default", value) : type;

    private ObjectNode Type(Schema schema, Func<ObjectNode> any)
    {
        static ObjectNode Plain(string type, string format = "") => ObjectNode.Of(("type", type), ("format", format.Length == 0 ? null : (Node)format));
        return schema.Kind switch
        {
            SchemaKind.Object => schema.Name.Length > 0 ? Reference(schema.Name) : Plain("object"),
            SchemaKind.Map => ObjectNode.Of(("type", "object"), ("additionalProperties", Type(schema.Items!, any))),
            SchemaKind.List => ObjectNode.Of(("type", "array"), ("items", Type(schema.Items!, any))),
            SchemaKind.String => Plain("string"),
            SchemaKind.Integer => Plain("integer", schema.Format),
            SchemaKind.Number => Plain("number", "double"),
            SchemaKind.Boolean => Plain("boolean"),
            SchemaKind.Bytes => Plain("string", "byte"),
            SchemaKind.Time or SchemaKind.MicroTime or SchemaKind.Quantity or SchemaKind.IntOrString => Reference(schema.Name),
            _ => any(),
        };
    }
}
