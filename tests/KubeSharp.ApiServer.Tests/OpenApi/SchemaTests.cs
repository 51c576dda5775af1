using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.OpenApi;

/// <summary>The schemas of the documents, held beside upstream's: types, formats, references, what is required, defaults, enumerations and extensions.</summary>
public sealed class SchemaTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly ObjectNode _facts = Facts.Read("schema.json").Object("types");

    // What no document refers to.
    private static readonly string[] _leftOut = ["GroupResource"];
    private static readonly string[] _ofEveryGroup = ["io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions", "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent"];

    [Fact]
    public async Task Schemas_of_2_0_are_upstreams() => Compare((await ReadAsync("/openapi/v2")).Object("definitions"), isV3: false);

    [Fact]
    public async Task Schemas_of_3_0_are_upstreams()
    {
        var all = ObjectNode.Empty;
        foreach (var path in (await ReadAsync("/openapi/v3")).Object("paths"))
        {
            foreach (var (name, schema) in (await ReadAsync(path.Value.Text("serverRelativeURL"))).Object("components").Object("schemas")) { all = all.Set(name, schema); }
        }
        Compare(all, isV3: true);
    }

    private async Task<ObjectNode> ReadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await cluster.Server.Client.SendAsync(request);
        return (ObjectNode)Node.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    private static void Compare(ObjectNode ours, bool isV3)
    {
        var wrong = new List<string>();
        foreach (var (name, fact) in _facts)
        {
            if (ours[name] is ObjectNode schema) { CompareType(name, (ObjectNode)fact, schema, isV3, wrong); }
            else if (!name.Contains("alpha", StringComparison.Ordinal) && !name.Contains("beta", StringComparison.Ordinal) && !_leftOut.Contains(name.Split('.')[^1])) { wrong.Add($"{name} is missing"); }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}\n" + string.Join('\n', wrong));
    }

    private static void CompareType(string name, ObjectNode fact, ObjectNode ours, bool isV3, List<string> wrong)
    {
        void Same(string what, Node? theirs, Node? mine)
        {
            if (!Equals(theirs, mine)) { wrong.Add($"{name} {what}: {theirs?.ToString() ?? "none"}, here {mine?.ToString() ?? "none"}"); }
        }
        Same("required", fact["required"], ours["required"]);
        Same("map type", fact["mapType"], ours["x-kubernetes-map-type"]);
        // What every group has: the facts leave out of which ones it is, upstream tells them; of OpenAPI 3.0 the core group and the document's own.
        if (_ofEveryGroup.Contains(name)) { Assert.Contains(isV3 ? "\"/v1/" : " extensions/v1beta1/", Kinds(ours["x-kubernetes-group-version-kind"]).ToString(), StringComparison.Ordinal); }
        else { Same("kinds", Kinds(fact["gvk"]), Kinds(ours["x-kubernetes-group-version-kind"])); }
        Same("unions", fact["unions"], ours["x-kubernetes-unions"]);
        if (fact["fields"] is not ObjectNode fields) { return; }
        var properties = ours.Object("properties");
        Same("fields", new StringNode(string.Join(' ', fields.Select(static f => f.Key).Order(StringComparer.Ordinal))), new StringNode(string.Join(' ', properties.Select(static f => f.Key).Order(StringComparer.Ordinal))));
        foreach (var (field, told) in fields)
        {
            if (properties[field] is not ObjectNode mine || told is not ObjectNode of) { continue; }
            Same($"{field} type", of["type"], new StringNode(TypeOf(mine)));
            Same($"{field} list", of["list"], mine["x-kubernetes-list-type"]);
            Same($"{field} keys", of["keys"], mine["x-kubernetes-list-map-keys"]);
            Same($"{field} map", of["map"], mine["x-kubernetes-map-type"]);
            Same($"{field} patch", of["patch"], mine["x-kubernetes-patch-strategy"]);
            Same($"{field} merge key", of["mergeKey"], mine["x-kubernetes-patch-merge-key"]);
            Same($"{field} enum", of["enum"], mine["enum"]);
            Same($"{field} default", isV3 ? of["default"] : null, mine["default"]);
        }
    }

    private static StringNode Kinds(Node? told) => new(string.Join(' ', (told as ArrayNode ?? ArrayNode.Empty).Select(static k => $"{k.Text("group")}/{k.Text("version")}/{k.Text("kind")}").Order(StringComparer.Ordinal)));

    // As the facts write types.
    private static string TypeOf(ObjectNode schema)
    {
        if (schema.Items("allOf") is [ObjectNode only]) { return TypeOf(only); }
        if (schema["$ref"] is StringNode reference) { return reference.Value[(reference.Value.LastIndexOf('/') + 1)..]; }
        if (schema["items"] is ObjectNode items) { return $"[{TypeOf(items)}]"; }
        if (schema["additionalProperties"] is ObjectNode values) { return $"{{{TypeOf(values)}}}"; }
        return schema.Text("format") is { Length: > 0 } format ? $"{schema.Text("type")}:{format}" : schema.Text("type");
    }
}
