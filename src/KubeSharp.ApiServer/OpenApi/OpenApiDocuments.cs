using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Api;
using KubeSharp.ApiServer.Aggregation;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>
/// The OpenAPI documents, each made when it is first asked for. Those of a group of custom resources are kept as long as nothing changes in it.
/// Source: The Kubernetes API, OpenAPI interface definition.
/// </summary>
public sealed class OpenApiDocuments(Func<ResourceTable> table, RemoteCatalog remotes, string version)
{
    // Counts how documents are made: clients keep what they got under a hash.
    private const string Edition = "5";

    private readonly ConcurrentDictionary<string, (byte[] Json, string Hash)> _builtIn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string From, byte[] Message)> _messages = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<CustomGroup, CustomDocuments> _custom = [];
    private (byte[] Paths, byte[] Definitions)? _builtInV2;
    private State? _state;

    /// <summary>/openapi/v2: everything in one.</summary>
    public (byte[] Json, string Hash) V2 => Now.V2.Value;

    /// <summary>The same as a protobuf message.</summary>
    public (byte[] Message, string Hash) V2Protobuf => Now.V2Protobuf.Value;

    /// <summary>/openapi/v3: which documents there are, each with its hash.</summary>
    public (byte[] Json, string Hash) Index => Now.Index.Value;

    /// <summary>/openapi/v3/PATH, as api/v1 or apis/apps/v1, and its hash in the index; null where there is none.</summary>
    public (byte[] Json, string Hash)? V3(string path) => Made(path) is var (json, own) ? (json, Now.Hashes.Value.GetValueOrDefault(path, own)) : null;

    private (byte[] Json, string Hash)? Made(string path)
    {
        var custom = Custom(Now.Table).FirstOrDefault(d => d.Has(path));
        if (custom is not null) { return custom.V3(path, BuiltIn(path)); }
        var resources = BuiltIn(path);
        return resources.IsEmpty && !Alone(Now.Table).Contains(path) ? null : _builtIn.GetOrAdd(path, _ => Hashed(Document(path, resources, [], version)));
    }

    /// <summary>Such a document as a protobuf message, under the same hash.</summary>
    public byte[] V3Protobuf(string path, byte[] json, string hash)
    {
        // The last one asked for by a path; Go clients ask for each once.
        var kept = _messages.GetValueOrDefault(path);
        if (kept.From == hash) { return kept.Message; }
        var message = OpenApiProtobuf.WriteV3((ObjectNode)Node.Parse(json));
        _messages[path] = (hash, message);
        return message;
    }

    /// <summary>The document of resources, built-in and custom. Compat: where there are only custom ones, nothing is said of discovery and of how one says who one is.</summary>
    internal static ObjectNode Document(string path, ImmutableArray<ApiResource> builtIn, ImmutableArray<ResourceDefinition> custom, string version)
    {
        var isCustom = builtIn.IsEmpty && !custom.IsEmpty;
        var schemas = new SchemaNodes("#/components/schemas/", isV3: true, custom, isCustom || builtIn.IsEmpty ? null : new[] { "v1", builtIn[0].GroupVersion }.Distinct(StringComparer.Ordinal));
        var paths = OperationNodes.Paths([.. builtIn, .. custom.Select(static d => d.Storage)], schemas, isV3: true);
        if (!isCustom) { paths = DiscoveryNodes.AddTo(paths, path, schemas, isV3: true); }
        var info = isCustom ? ObjectNode.Of(("title", "Kubernetes CRD Swagger"), ("version", "v0.1.0")) : ObjectNode.Of(("title", "Kubernetes"), ("version", version));
        var all = schemas.All();
        return ObjectNode.Of(("openapi", "3.0.0"), ("info", info), ("paths", paths),
            ("components", ObjectNode.Of(("schemas", all.Count == 0 ? null : all), ("securitySchemes", isCustom ? null : _securitySchemes))));
    }

    private static readonly ObjectNode _securitySchemes =
        ObjectNode.Of(("BearerToken", ObjectNode.Of(("type", "apiKey"), ("description", "Bearer Token authentication"), ("name", "authorization"), ("in", "header"))));

    // The documents without resources.
    private static IEnumerable<string> Alone(ResourceTable of) => DiscoveryNodes.Alone.Concat(Groups(of).Where(static g => g.Length > 0).Select(static g => "apis/" + g));

    private static IEnumerable<string> Groups(ResourceTable of) => of.BuiltIns.SelectMany(static d => d.Versions).Select(static v => v.Group).Distinct(StringComparer.Ordinal);

    /// <summary>With its hash.</summary>
    internal static (byte[] Json, string Hash) Hashed(ObjectNode document) => Tagged(document.ToUtf8());

    private static (byte[], string) Tagged(byte[] bytes) => (bytes, Convert.ToHexString(SHA512.HashData(bytes)));

    /// <summary>api/v1 or apis/apps/v1.</summary>
    internal static string PathOf(ApiResource resource) => resource.Group.Length == 0 ? $"api/{resource.Version}" : $"apis/{resource.Group}/{resource.Version}";

    private State Now
    {
        get
        {
            var (current, remote) = (table(), remotes.Now);
            var state = Volatile.Read(ref _state);
            if (state is not null && ReferenceEquals(state.Table, current) && ReferenceEquals(state.Remote, remote)) { return state; }
            var v2 = new Lazy<(byte[] Json, string Hash)>(() => MakeV2(current, remote));
            state = new State(current, remote, new(() => Hashed(MakeIndex(current, remote))), new(() => Local(current).ToFrozenDictionary(static d => d.Path, static d => d.Hash, StringComparer.Ordinal)), v2, new(() => Tagged(OpenApiProtobuf.Write((ObjectNode)Node.Parse(v2.Value.Json)))));
            Volatile.Write(ref _state, state);
            return state;
        }
    }

    private IEnumerable<CustomDocuments> Custom(ResourceTable of) => of.CustomGroups.Select(g => _custom.GetValue(g.Value, group => new CustomDocuments(group, version)));

    private ImmutableArray<ApiResource> BuiltIn(string path) => [.. table().BuiltIns.SelectMany(static d => d.Versions).Where(v => PathOf(v) == path)];

    // The documents made here.
    private IEnumerable<(string Path, string Hash)> Local(ResourceTable of)
    {
        // The hash is of what the document is made from, so that asking for the index does not make them all.
        var builtIn = of.BuiltIns.SelectMany(static d => d.Versions).GroupBy(PathOf).Select(g => (Path: g.Key, Of: string.Join(',', g.Select(static r => r.ToString()))))
            .Concat(Alone(of).Select(static p => (Path: p, Of: p)))
            .Select(d => (d.Path, Hash: Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(Edition + version + d.Of)))));
        return Custom(of).SelectMany(static d => d.Hashes).Concat(builtIn).DistinctBy(static d => d.Path);
    }

    private ObjectNode MakeIndex(ResourceTable of, RemoteCatalog.State remote)
    {
        var paths = new ObjectNode.Builder();
        foreach (var (path, hash) in Local(of).OrderBy(static d => d.Path, StringComparer.Ordinal))
        {
            paths.Set(path, ObjectNode.Of(("serverRelativeURL", $"/openapi/v3/{path}?hash={hash}")));
        }
        // Documents of other servers are asked of them, under the hashes that they gave.
        foreach (var (name, url) in remote.OpenApi)
        {
            if (remote.Services.TryGetValue(name, out var service)) { paths.Set($"apis/{service.Group}/{service.Version}", ObjectNode.Of(("serverRelativeURL", url))); }
        }
        return ObjectNode.Of(("paths", paths.ToNode()));
    }

    private (byte[], string) MakeV2(ResourceTable of, RemoteCatalog.State remote)
    {
        if (_builtInV2 is null)
        {
            var schemas = new SchemaNodes("#/definitions/", isV3: false, []);
            var resources = of.BuiltIns.SelectMany(static d => d.Versions).ToImmutableArray();
            var paths = OperationNodes.Paths(resources, schemas, isV3: false);
            foreach (var document in Alone(of).Concat(resources.Select(PathOf).Distinct(StringComparer.Ordinal))) { paths = DiscoveryNodes.AddTo(paths, document, schemas, isV3: false); }
            _builtInV2 = (Inner(paths), Inner(schemas.All()));
        }
        var own = Custom(of).Select(static d => d.V2).Where(static d => d.Paths.Length > 0).ToArray();
        (byte[] Paths, byte[] Definitions)[] custom = [.. own, .. Remote(remote, own)];
        using var json = new MemoryStream();
        void Write(ReadOnlySpan<byte> text) => json.Write(text);
        Write(Encoding.UTF8.GetBytes($"{{\"swagger\":\"2.0\",\"info\":{{\"title\":\"Kubernetes\",\"version\":\"{version}\"}},\"paths\":{{"));
        Write(_builtInV2.Value.Paths);
        foreach (var (paths, _) in custom)
        {
            Write(","u8);
            Write(paths);
        }
        Write("},\"definitions\":{"u8);
        Write(_builtInV2.Value.Definitions);
        foreach (var definitions in custom.Select(static c => c.Definitions).Where(static d => d.Length > 0))
        {
            Write(","u8);
            Write(definitions);
        }
        Write("},\"securityDefinitions\":"u8);
        Write(_securitySchemes.ToUtf8());
        Write(",\"security\":[{\"BearerToken\":[]}]}"u8);
        return Tagged(json.ToArray());
    }

    // Other servers' parts, in the order of their names; what they call as something else is called here gets another name.
    private IEnumerable<(byte[] Paths, byte[] Definitions)> Remote(RemoteCatalog.State remote, (byte[] Paths, byte[] Definitions)[] custom)
    {
        if (remote.Swagger.IsEmpty) { yield break; }
        var there = new Dictionary<string, Node>(StringComparer.Ordinal);
        foreach (var definitions in custom.Select(static c => c.Definitions).Prepend(_builtInV2!.Value.Definitions))
        {
            foreach (var (name, definition) in (ObjectNode)Node.Parse((byte[])[(byte)'{', .. definitions, (byte)'}'])) { there[name] = definition; }
        }
        foreach (var swagger in remote.Swagger.OrderBy(static s => s.Key, StringComparer.Ordinal).Select(static s => s.Value).Where(static s => s.Paths.Count > 0))
        {
            var fit = swagger.Beside(there);
            foreach (var (name, definition) in fit.Definitions) { there[name] = definition; }
            yield return (Inner(fit.Paths), Inner(fit.Definitions));
        }
    }

    /// <summary>The fields of an object without its braces.</summary>
    internal static byte[] Inner(ObjectNode node) => node.ToUtf8()[1..^1];

    private sealed record State(ResourceTable Table, RemoteCatalog.State Remote, Lazy<(byte[] Json, string Hash)> Index, Lazy<FrozenDictionary<string, string>> Hashes, Lazy<(byte[] Json, string Hash)> V2, Lazy<(byte[] Message, string Hash)> V2Protobuf);
}
