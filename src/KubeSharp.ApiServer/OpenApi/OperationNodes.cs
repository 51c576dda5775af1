using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>The paths of a document: each resource's operations with the parameters clients look for.</summary>
internal static class OperationNodes
{
    private static readonly string[] _writing = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] _listing = ["allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch"];
    private static readonly string[] _patches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];

    private static readonly string[] _customPatches = ["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"];

    /// <summary>The paths of these resources.</summary>
    public static ObjectNode Paths(ImmutableArray<ApiResource> resources, SchemaNodes schemas, bool isV3)
    {
        var paths = new ObjectNode.Builder();
        foreach (var resource in resources)
        {
            var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
            var collection = resource.Namespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}" : $"{root}/{resource.Plural}";
            paths.Set(collection, Item(resource, schemas, isV3, ("list", "get"), ("create", "post"), ("deletecollection", "delete")));
            if (resource.Namespaced && resource.Verbs.Contains("list")) { paths.Set($"{root}/{resource.Plural}", Item(resource, schemas, isV3, ("list", "get"))); }
            if (!resource.Verbs.Contains("get")) { continue; }
            var one = collection + "/{name}";
            paths.Set(one, Item(resource, schemas, isV3, ("get", "get"), ("update", "put"), ("patch", "patch"), ("delete", "delete")));
            if (resource.Subresources.Any(static s => s.Name == "status")) { paths.Set(one + "/status", Item(resource, schemas, isV3, ("get", "get"), ("update", "put"), ("patch", "patch"))); }
        }
        return paths.ToNode();
    }

    private static ObjectNode Item(ApiResource resource, SchemaNodes schemas, bool isV3, params ReadOnlySpan<(string Verb, string Method)> operations)
    {
        var item = new ObjectNode.Builder();
        foreach (var (verb, method) in operations)
        {
            if (resource.Verbs.Contains(verb)) { item.Set(method, Operation(resource, verb, schemas, isV3)); }
        }
        return item.ToNode();
    }

    private static ObjectNode Operation(ApiResource resource, string verb, SchemaNodes schemas, bool isV3)
    {
        var parameters = (verb switch { "list" or "deletecollection" => _listing, "create" or "update" => _writing, "patch" => [.. _writing, "force"], "delete" => ["dryRun", "gracePeriodSeconds", "propagationPolicy"], _ => [] })
            .Select(name => (Node)Parameter(name, isV3)).ToList();
        var answer = verb switch { "list" => schemas.ListReference(resource), "delete" or "deletecollection" => schemas.Reference("io.k8s.apimachinery.pkg.apis.meta.v1.Status"), _ => schemas.Reference(resource.SchemaName) };
        var body = verb switch { "create" or "update" => schemas.Reference(resource.SchemaName), "patch" => schemas.Reference("io.k8s.apimachinery.pkg.apis.meta.v1.Patch"), "delete" or "deletecollection" => schemas.Reference("io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"), _ => null };
        if (body is not null && !isV3) { parameters.Add(ObjectNode.Of(("name", "body"), ("in", "body"), ("schema", body))); }
        // Clients choose how they patch by what is told here.
        var types = verb == "patch" ? schemas.IsCustom(resource) ? _customPatches : _patches : ["*/*"];
        return ObjectNode.Of(
            ("operationId", $"{verb}{Capital(resource.Group)}{Capital(resource.Version)}{(resource.Namespaced ? "Namespaced" : "")}{resource.Kind}"),
            ("consumes", isV3 ? null : new ArrayNode([.. types.Select(static t => (Node)t)])),
            ("produces", isV3 ? null : ArrayNode.Of("application/json", "application/yaml")),
            ("parameters", new ArrayNode([.. parameters])),
            ("requestBody", body is null || !isV3 ? null : ObjectNode.Of(("content", Content(types, body)))),
            ("responses", ObjectNode.Of(("200", ObjectNode.Of(("description", "OK"), ("schema", isV3 ? null : answer), ("content", isV3 ? Content(["application/json", "application/yaml"], answer) : null))))),
            ("x-kubernetes-action", verb switch { "create" => "post", "update" => "put", _ => verb }),
            ("x-kubernetes-group-version-kind", SchemaNodes.GroupVersionKind(resource.Group, resource.Version, resource.Kind)));
    }

    private static ObjectNode Parameter(string name, bool isV3)
    {
        var type = name switch { "limit" or "timeoutSeconds" or "gracePeriodSeconds" => "integer", "watch" or "allowWatchBookmarks" or "sendInitialEvents" or "force" => "boolean", _ => "string" };
        return isV3
            ? ObjectNode.Of(("name", name), ("in", "query"), ("schema", ObjectNode.Of(("type", type), ("uniqueItems", true))))
            : ObjectNode.Of(("name", name), ("in", "query"), ("type", type), ("uniqueItems", true));
    }

    private static ObjectNode Content(IEnumerable<string> types, ObjectNode schema)
    {
        var content = new ObjectNode.Builder();
        foreach (var type in types) { content.Set(type, ObjectNode.Of(("schema", schema))); }
        return content.ToNode();
    }

    private static string Capital(string text) => string.Concat(text.Split('.', '-').Where(static p => p.Length > 0).Select(static p => char.ToUpperInvariant(p[0]) + p[1..]));
}
