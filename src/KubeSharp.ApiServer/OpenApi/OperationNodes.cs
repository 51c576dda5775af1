using System.Collections.Immutable;
using System.Globalization;
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

    // A verb: the method, the id's first word, the action that is told, what it answers beside 200 and 401, and what it does to a kind: {0}, with an article {1}.
    private static readonly Dictionary<string, (string Method, string Word, string Action, string[] Codes, string Meaning)> _verbs = new(StringComparer.Ordinal)
    {
        ["list"] = ("get", "list", "list", [], "list objects of kind {0}"),
        ["get"] = ("get", "read", "get", [], "read the specified {0}"),
        ["create"] = ("post", "create", "post", ["201", "202"], "create {1}"),
        ["update"] = ("put", "replace", "put", ["201"], "replace the specified {0}"),
        ["patch"] = ("patch", "patch", "patch", ["201"], "partially update the specified {0}"),
        ["delete"] = ("delete", "delete", "delete", ["202"], "delete {1}"),
        ["deletecollection"] = ("delete", "delete", "deletecollection", [], "delete collection of {0}"),
        ["watchlist"] = ("get", "watch", "watchlist", [], "watch individual changes to a list of {0}. deprecated: use the 'watch' parameter with a list operation instead."),
        ["watch"] = ("get", "watch", "watch", [], "watch changes to an object of kind {0}. deprecated: use the 'watch' parameter with a list operation instead, filtered to a single item with the 'fieldSelector' parameter."),
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

    private static ObjectNode Watch(Place place, string[] inPath, string action)
    {
        var operation = place.Head(place.MeaningOf(action), $"watch{place.Prefix}{place.NameOf(action == "watchlist" ? "List" : "")}", ["*/*"], ServedTypes.Streamed)
            .Set("parameters", Parameters(OperationParameters.ByVerb["list"], place))
            .Set("responses", Responses([], place.Schemas.Reference($"{MetaTypes}.WatchEvent"), ServedTypes.Streamed, place.IsV3))
            .Set("x-kubernetes-action", action).Set("x-kubernetes-group-version-kind", place.Kind);
        return WithCommon([("get", operation)], Parameters([.. inPath, "pretty"], place));
    }

    private static ObjectNode Item(Place place, string[] inPath, ReadOnlySpan<string> verbs)
    {
        var operations = new List<(string, ObjectNode)>();
        foreach (var verb in verbs)
        {
            if (place.Verbs.Contains(verb)) { operations.Add((_verbs[verb].Method, Operation(place, verb))); }
        }
        return WithCommon(operations, Parameters([.. inPath, "pretty"], place));
    }

    // What each operation of a path takes stands beside them, once; what an operation takes alone stands in it. Nothing stands empty: who reads and writes a document gets the same.
    private static ObjectNode WithCommon(List<(string Method, ObjectNode Operation)> operations, ArrayNode shared)
    {
        static ArrayNode Taken(ObjectNode operation) => operation["parameters"] as ArrayNode ?? ArrayNode.Empty;
        var common = operations.Count == 0 ? [] : Taken(operations[0].Operation).Where(p => p.TextAt("in") != "body" && operations.All(o => Taken(o.Operation).Contains(p))).ToList();
        var item = new ObjectNode.Builder();
        foreach (var (method, operation) in operations) { item.Set(method, WithParameters(operation, Taken(operation).Where(p => !common.Contains(p)))); }
        return WithParameters(item.ToNode(), [.. shared, .. common]);
    }

    private static ObjectNode WithParameters(ObjectNode of, IEnumerable<Node> parameters)
    {
        var sorted = parameters.OrderBy(static p => p.TextAt("name"), StringComparer.Ordinal).ToImmutableArray();
        return sorted.IsEmpty ? of.Remove("parameters") : of.Set("parameters", new ArrayNode(sorted));
    }

    private static ArrayNode Parameters(IEnumerable<string> names, Place place) => new([.. names.Select(p => (Node)OperationParameters.Of(p, place.Resource.Kind, place.IsV3))]);

    private static ObjectNode Operation(Place place, string verb)
    {
        var (resource, schemas, isV3) = (place.Resource, place.Schemas, place.IsV3);
        var kind = schemas.Reference(place.Sub is { } sub && sub.Kind != resource.Kind ? $"{ApiTypes}.{(sub.Group.Length == 0 ? "core" : sub.Group.Split('.')[0])}.{sub.Version}.{sub.Kind}" : resource.SchemaName);
        var (isLog, isCustom) = (place.Sub?.Name == "log", schemas.IsCustom(resource));
        var answer = verb switch { "list" => schemas.ListReference(resource), "delete" when DeletionAnswers.AreObjects(resource.QualifiedName) => kind, "delete" or "deletecollection" => schemas.Reference($"{MetaTypes}.Status"), _ when isLog => Words(), _ => kind };
        var body = verb switch { "create" or "update" => kind, "patch" => schemas.Reference($"{MetaTypes}.Patch"), "deletecollection" when isCustom => null, "delete" or "deletecollection" => schemas.Reference($"{MetaTypes}.DeleteOptions"), _ => null };
        List<Node> parameters = [.. Parameters(isLog ? OperationParameters.Log : isCustom ? OperationParameters.OfCustom(verb) : OperationParameters.ByVerb.GetValueOrDefault(verb) ?? [], place)];
        var isRequired = verb is not ("delete" or "deletecollection");
        if (body is not null && !isV3) { parameters.Add(ObjectNode.Of(("name", "body"), ("in", "body"), ("required", isRequired ? true : null), ("schema", body))); }
        // Clients choose how they patch by what is told here.
        var types = verb == "patch" ? isCustom ? _customPatches : _patches : isCustom ? _customFormats : ["*/*"];
        string[] produced = isCustom ? _customFormats : isLog ? ["text/plain", .. ServedTypes.Formats] : verb == "list" ? ServedTypes.Streamed : ServedTypes.Formats;
        var (_, word, action, codes, _) = _verbs[verb];
        var head = place.Head(place.MeaningOf(verb), $"{word}{place.Prefix}{(verb == "deletecollection" ? "Collection" : "")}{place.Name}", types, produced).Set("parameters", new ArrayNode([.. parameters]));
        if (body is not null && isV3) { head = head.Set("requestBody", ObjectNode.Of(("content", Content(types, body)), ("required", isRequired ? true : null))); }
        return head
            .Set("responses", Responses(isCustom && verb == "patch" ? [] : codes, answer, produced, isV3))
            .Set("x-kubernetes-action", action).Set("x-kubernetes-group-version-kind", place.Kind);
    }

    // Connections that are taken over: streams and what is passed on.
    private static ObjectNode Connections(Place place, string[] inPath, string suffix)
    {
        string[] methods = place.Sub!.Name == "proxy" ? ["delete", "get", "head", "options", "patch", "post", "put"] : ["get", "post"];
        var operations = methods.Select(method => (method, place.Head($"connect {method.ToUpperInvariant()} requests to {place.Sub.Name} of {place.Resource.Kind}", $"connect{place.Prefix}{Capital(method)}{place.Name}{suffix}", ["*/*"], ["*/*"])
            .Set("responses", Responses([], Words(), ["*/*"], place.IsV3)).Set("x-kubernetes-action", "connect").Set("x-kubernetes-group-version-kind", place.Kind))).ToList();
        return WithCommon(operations, new([.. inPath.Select(p => (Node)OperationParameters.InPath(p, place.Resource.Kind, place.IsV3)), .. Parameters(OperationParameters.OfConnections[place.Sub.Kind], place)]));
    }

    /// <summary>What an operation answers beside 401.</summary>
    internal static ObjectNode Responses(string[] codes, ObjectNode answer, string[] types, bool isV3)
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

    internal static ObjectNode Words() => ObjectNode.Of(("type", "string"));

    internal static ArrayNode Texts(IEnumerable<string> texts) => new([.. texts.Select(static t => (Node)t)]);

    internal static string Capital(string text) => string.Concat(text.Split('.', '-').Where(static p => p.Length > 0).Select(static p => char.ToUpperInvariant(p[0]) + p[1..]));

    /// <summary>Core, RbacAuthorization: a group in the ids of operations.</summary>
    internal static string GroupName(string group) => group.Length == 0 ? "Core" : Capital(group.EndsWith(".k8s.io", StringComparison.Ordinal) ? group[..^".k8s.io".Length] : group);

    /// <summary>core_v1, rbacAuthorization_v1; without a version rbacAuthorization: what client generators make a class of.</summary>
    internal static string Tag(string group, string version)
    {
        var name = GroupName(group);
        return char.ToLowerInvariant(name[0]) + name[1..] + (version.Length == 0 ? "" : "_" + version);
    }

    /// <summary>What operations are about: a resource or a subresource, in one namespace or in all.</summary>
    private sealed record Place(ApiResource Resource, SchemaNodes Schemas, bool IsV3)
    {
        public ApiSubresource? Sub { get; init; }
        public bool OfAllNamespaces { get; init; }

        public ImmutableArray<string> Verbs => Sub?.Verbs ?? Resource.Verbs;

        /// <summary>CoreV1, RbacAuthorizationV1.</summary>
        public string Prefix => GroupName(Resource.Group) + Capital(Resource.Version);

        /// <summary>The beginning of an operation: what it means, its id, and what OpenAPI 2.0 says here.</summary>
        public ObjectNode Head(string meaning, string id, string[] consumed, string[] produced) => ObjectNode.Of(
            ("description", meaning), ("consumes", IsV3 ? null : Texts(consumed)), ("produces", IsV3 ? null : Texts(produced)), ("schemes", IsV3 ? null : Texts(["https"])),
            ("tags", Texts([Tag(Resource.Group, Resource.Version)])), ("operationId", id));

        /// <summary>What the verb does, in words.</summary>
        public string MeaningOf(string verb)
        {
            var (kind, of) = (Resource.Kind, verb == "list" && Verbs.Contains("watch") && !Schemas.IsCustom(Resource) ? "list or watch objects of kind {0}" : _verbs[verb].Meaning);
            // Compat: a kind whose name is a plural has no article; pinned by OperationTests.
            var article = kind.EndsWith('s') && !kind.EndsWith("ss", StringComparison.Ordinal) ? "" : "AEIOU".Contains(kind[0]) ? "an " : "a ";
            if (Sub is not null) { of = verb == "create" ? "create {2} of {1}" : of.Replace("the specified", "{2} of the specified", StringComparison.Ordinal); }
            return string.Format(CultureInfo.InvariantCulture, of, kind, article + kind, Sub?.Name);
        }

        /// <summary>NamespacedPodLog, PodForAllNamespaces.</summary>
        public string Name => NameOf(Sub is null ? "" : Capital(Sub.Name));

        /// <summary>The same with another word behind the kind.</summary>
        public string NameOf(string part) => $"{(Resource.Namespaced && !OfAllNamespaces ? "Namespaced" : "")}{Resource.Kind}{part}{(OfAllNamespaces ? "ForAllNamespaces" : "")}";

        public ObjectNode Kind => Sub is null ? SchemaNodes.GroupVersionKind(Resource.Group, Resource.Version, Resource.Kind) : SchemaNodes.GroupVersionKind(Sub.Group, Sub.Version, Sub.Kind);
    }
}
