using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The paths of a document: the operations of each resource under upstream's ids, from which client generators make names.</summary>
internal static class OperationNodes
{
    private const string ApiTypes = "io.k8s.api", MetaTypes = "io.k8s.apimachinery.pkg.apis.meta.v1";
    private static readonly string[] _patches = ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml"];
    private static readonly string[] _customPatches = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];
    private static readonly string[] _customFormats = ["application/json", "application/yaml"];

    // A verb: the method, the id's first word, the action that is told, and what it answers beside 200 and 401.
    private static readonly Dictionary<string, (string Method, string Word, string Action, string[] Codes)> _verbs = new(StringComparer.Ordinal)
    {
        ["list"] = ("get", "list", "list", []),
        ["get"] = ("get", "read", "get", []),
        ["create"] = ("post", "create", "post", ["201", "202"]),
        ["update"] = ("put", "replace", "put", ["201"]),
        ["patch"] = ("patch", "patch", "patch", ["201"]),
        ["delete"] = ("delete", "delete", "delete", ["202"]),
        ["deletecollection"] = ("delete", "delete", "deletecollection", []),
    };

    private static readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal) { ["200"] = "OK", ["201"] = "Created", ["202"] = "Accepted" };

    /// <summary>The paths of these resources.</summary>
    public static ObjectNode Paths(ImmutableArray<ApiResource> resources, SchemaNodes schemas, bool isV3)
    {
        var paths = new ObjectNode.Builder();
        foreach (var resource in resources)
        {
            var place = new Place(resource, schemas, isV3);
            var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
            string[] within = resource.Namespaced ? ["namespace"] : [];
            var collection = resource.Namespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}" : $"{root}/{resource.Plural}";
            paths.Set(collection, Item(place, within, ["list", "create", "deletecollection"]));
            if (resource.Namespaced && resource.Verbs.Contains("list")) { paths.Set($"{root}/{resource.Plural}", Item(place with { OfAllNamespaces = true }, [], ["list"])); }
            string[] one = ["name", .. within];
            if (resource.Verbs.Contains("get")) { paths.Set(collection + "/{name}", Item(place, one, ["get", "update", "patch", "delete"])); }
            if (resource.Verbs.Contains("watch") && !schemas.IsCustom(resource)) { AddWatches(paths, place, root, collection, within); }
            foreach (var sub in resource.Subresources)
            {
                var path = $"{collection}/{{name}}/{sub.Name}";
                if (!OperationParameters.IsConnection(sub)) { paths.Set(path, Item(place with { Sub = sub }, one, ["get", "create", "update", "patch"])); continue; }
                paths.Set(path, Connections(place with { Sub = sub }, one, ""));
                if (sub.Name == "proxy") { paths.Set(path + "/{path}", Connections(place with { Sub = sub }, [.. one, "path"], "WithPath")); }
            }
        }
        return paths.ToNode();
    }

    // The old paths of watches, which upstream serves and tells still.
    private static void AddWatches(ObjectNode.Builder paths, Place place, string root, string collection, string[] within)
    {
        var old = $"{root}/watch{collection[root.Length..]}";
        paths.Set(old, Watch(place, within, "watchlist"));
        if (place.Resource.Namespaced) { paths.Set($"{root}/watch/{place.Resource.Plural}", Watch(place with { OfAllNamespaces = true }, [], "watchlist")); }
        if (place.Verbs.Contains("get")) { paths.Set(old + "/{name}", Watch(place, ["name", .. within], "watch")); }
    }

    private static ObjectNode Watch(Place place, string[] inPath, string action) => ObjectNode.Of(
        ("get", ObjectNode.Of(
            ("operationId", $"watch{place.Prefix}{place.NameOf(action == "watchlist" ? "List" : "")}"),
            ("consumes", place.IsV3 ? null : Texts(["*/*"])),
            ("produces", place.IsV3 ? null : Texts(ServedTypes.Streamed)),
            ("responses", Responses([], place.Schemas.Reference($"{MetaTypes}.WatchEvent"), ServedTypes.Streamed, place.IsV3)),
            ("x-kubernetes-action", action),
            ("x-kubernetes-group-version-kind", place.Kind))),
        ("parameters", new ArrayNode([.. OperationParameters.ByVerb["list"].Concat(inPath).Append("pretty").Order(StringComparer.Ordinal).Select(p => (Node)OperationParameters.Of(p, place.IsV3))])));

    private static ObjectNode Item(Place place, string[] inPath, ReadOnlySpan<string> verbs)
    {
        var item = new ObjectNode.Builder();
        foreach (var verb in verbs)
        {
            if (place.Verbs.Contains(verb)) { item.Set(_verbs[verb].Method, Operation(place, verb)); }
        }
        item.Set("parameters", new ArrayNode([.. inPath.Append("pretty").Select(p => (Node)OperationParameters.Of(p, place.IsV3))]));
        return item.ToNode();
    }

    private static ObjectNode Operation(Place place, string verb)
    {
        var (resource, schemas, isV3) = (place.Resource, place.Schemas, place.IsV3);
        var kind = schemas.Reference(place.Sub is { } sub && sub.Kind != resource.Kind ? $"{ApiTypes}.{(sub.Group.Length == 0 ? "core" : sub.Group.Split('.')[0])}.{sub.Version}.{sub.Kind}" : resource.SchemaName);
        var isLog = place.Sub?.Name == "log";
        var answer = verb switch { "list" => schemas.ListReference(resource), "delete" when DeletionAnswers.AreObjects(resource.QualifiedName) => kind, "delete" or "deletecollection" => schemas.Reference($"{MetaTypes}.Status"), _ when isLog => Words(), _ => kind };
        var body = verb switch { "create" or "update" => kind, "patch" => schemas.Reference($"{MetaTypes}.Patch"), "delete" or "deletecollection" => schemas.Reference($"{MetaTypes}.DeleteOptions"), _ => null };
        var parameters = (isLog ? OperationParameters.Log : OperationParameters.ByVerb.GetValueOrDefault(verb) ?? []).Select(p => (Node)OperationParameters.Of(p, isV3)).ToList();
        var isRequired = verb is not ("delete" or "deletecollection");
        if (body is not null && !isV3) { parameters.Insert(0, ObjectNode.Of(("name", "body"), ("in", "body"), ("required", isRequired ? true : null), ("schema", body))); }
        // Clients choose how they patch by what is told here.
        var types = verb == "patch" ? schemas.IsCustom(resource) ? _customPatches : _patches : schemas.IsCustom(resource) ? _customFormats : ["*/*"];
        string[] produced = schemas.IsCustom(resource) ? _customFormats : isLog ? ["text/plain", .. ServedTypes.Formats] : verb == "list" ? ServedTypes.Streamed : ServedTypes.Formats;
        var (_, word, action, codes) = _verbs[verb];
        return ObjectNode.Of(
            ("operationId", $"{word}{place.Prefix}{(verb == "deletecollection" ? "Collection" : "")}{place.Name}"),
            ("consumes", isV3 ? null : Texts(types)),
            ("produces", isV3 ? null : Texts(produced)),
            ("parameters", new ArrayNode([.. parameters])),
            ("requestBody", body is null || !isV3 ? null : ObjectNode.Of(("content", Content(types, body)), ("required", isRequired ? true : null))),
            ("responses", Responses(codes, answer, produced, isV3)),
            ("x-kubernetes-action", action),
            ("x-kubernetes-group-version-kind", place.Kind));
    }

    // Connections that are taken over: streams and what is passed on.
    private static ObjectNode Connections(Place place, string[] inPath, string suffix)
    {
        var item = new ObjectNode.Builder();
        string[] methods = place.Sub!.Name == "proxy" ? ["delete", "get", "head", "options", "patch", "post", "put"] : ["get", "post"];
        foreach (var method in methods)
        {
            item.Set(method, ObjectNode.Of(
                ("operationId", $"connect{place.Prefix}{Capital(method)}{place.Name}{suffix}"),
                ("consumes", place.IsV3 ? null : Texts(["*/*"])),
                ("produces", place.IsV3 ? null : Texts(["*/*"])),
                ("responses", Responses([], Words(), ["*/*"], place.IsV3)),
                ("x-kubernetes-action", "connect"),
                ("x-kubernetes-group-version-kind", place.Kind)));
        }
        item.Set("parameters", new ArrayNode([.. inPath.Select(p => (Node)OperationParameters.InPath(p, place.IsV3)), .. OperationParameters.OfConnections[place.Sub.Kind].Select(p => (Node)OperationParameters.Of(p, place.IsV3))]));
        return item.ToNode();
    }

    private static ObjectNode Responses(string[] codes, ObjectNode answer, string[] types, bool isV3)
    {
        var responses = new ObjectNode.Builder();
        foreach (var code in codes.Prepend("200")) { responses.Set(code, ObjectNode.Of(("description", _codes[code]), ("schema", isV3 ? null : answer), ("content", isV3 ? Content(types, answer) : null))); }
        return responses.Set("401", ObjectNode.Of(("description", "Unauthorized"))).ToNode();
    }

    private static ObjectNode Content(IEnumerable<string> types, ObjectNode schema)
    {
        var content = new ObjectNode.Builder();
        foreach (var type in types.Order(StringComparer.Ordinal)) { content.Set(type, ObjectNode.Of(("schema", schema))); }
        return content.ToNode();
    }

    private static ObjectNode Words() => ObjectNode.Of(("type", "string"));

    private static ArrayNode Texts(IEnumerable<string> texts) => new([.. texts.Select(static t => (Node)t)]);

    private static string Capital(string text) => string.Concat(text.Split('.', '-').Where(static p => p.Length > 0).Select(static p => char.ToUpperInvariant(p[0]) + p[1..]));

    /// <summary>What operations are about: a resource or a subresource, in one namespace or in all.</summary>
    private sealed record Place(ApiResource Resource, SchemaNodes Schemas, bool IsV3)
    {
        public ApiSubresource? Sub { get; init; }
        public bool OfAllNamespaces { get; init; }

        public ImmutableArray<string> Verbs => Sub?.Verbs ?? Resource.Verbs;

        /// <summary>CoreV1, RbacAuthorizationV1.</summary>
        public string Prefix => (Resource.Group.Length == 0 ? "Core" : Capital(Resource.Group.EndsWith(".k8s.io", StringComparison.Ordinal) ? Resource.Group[..^".k8s.io".Length] : Resource.Group)) + Capital(Resource.Version);

        /// <summary>NamespacedPodLog, PodForAllNamespaces.</summary>
        public string Name => NameOf(Sub is null ? "" : Capital(Sub.Name));

        /// <summary>The same with another word behind the kind.</summary>
        public string NameOf(string part) => $"{(Resource.Namespaced && !OfAllNamespaces ? "Namespaced" : "")}{Resource.Kind}{part}{(OfAllNamespaces ? "ForAllNamespaces" : "")}";

        public ObjectNode Kind => Sub is null ? SchemaNodes.GroupVersionKind(Resource.Group, Resource.Version, Resource.Kind) : SchemaNodes.GroupVersionKind(Sub.Group, Sub.Version, Sub.Kind);
    }
}
