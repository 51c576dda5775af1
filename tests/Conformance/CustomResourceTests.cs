using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Custom resources: definitions, discovery, OpenAPI, defaults, field validation.</summary>
public sealed class CustomResourceTests : IAsyncLifetime
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Tabs = "/apis/stable.example.com/v1/namespaces/default/crontabs";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_definition_is_established_and_goes_with_its_instances()
    {
        await DefineAsync(Definition());
        Assert.Equal(201, (await _server.SendAsync("POST", Tabs, Tab("a"))).Code);
        var (code, deleted) = await _server.SendAsync("DELETE", $"{Definitions}/crontabs.stable.example.com");
        Assert.Equal(200, code);
        Assert.Contains("customresourcecleanup.apiextensions.k8s.io", deleted.At("metadata", "finalizers")!.ToString());
        await UntilAsync(async () => (await _server.SendAsync("GET", $"{Definitions}/crontabs.stable.example.com")).Code == 404, "the definition to go");
        Assert.Equal(404, (await _server.SendAsync("GET", Tabs)).Code);
        await DefineAsync(Definition());
        Assert.Empty((ArrayNode)(await _server.SendAsync("GET", Tabs)).Body["items"]!);
    }

    [Fact]
    public async Task Definitions_are_listed_and_deleted_by_label()
    {
        for (var i = 0; i < 3; i++) { await DefineAsync(Definition($"kind{i}s", $"Kind{i}").Replace("\"metadata\":{", "\"metadata\":{\"labels\":{\"x\":\"y\"},", StringComparison.Ordinal)); }
        await DefineAsync(Definition());
        Assert.Equal(3, ((ArrayNode)(await _server.SendAsync("GET", Definitions + "?labelSelector=x%3Dy")).Body["items"]!).Count);
        Assert.Equal(200, (await _server.SendAsync("DELETE", Definitions + "?labelSelector=x%3Dy")).Code);
        await UntilAsync(async () => ((ArrayNode)(await _server.SendAsync("GET", Definitions)).Body["items"]!).Count == 1, "three definitions to go");
        Assert.Equal(200, (await _server.SendAsync("GET", Tabs)).Code);
    }

    [Fact]
    public async Task The_status_of_a_definition_is_read_updated_and_patched()
    {
        await DefineAsync(Definition());
        var path = $"{Definitions}/crontabs.stable.example.com/status";
        var (_, status) = await _server.SendAsync("GET", path);
        var more = status.At("status", "conditions") as ArrayNode;
        var (code, updated) = await _server.SendAsync("PUT", path, status.With(["status", "conditions"], more!.Add(Node.Parse("""{"type":"StatusUpdate","status":"True","reason":"E2E","message":"set by test"}"""))).ToString());
        Assert.Equal(200, code);
        Assert.Contains("StatusUpdate", updated.At("status", "conditions")!.ToString());
        (code, updated) = await _server.SendAsync("PATCH", path, """{"metadata":{"annotations":{"patched":"true"}},"status":{"conditions":[{"type":"StatusPatched","status":"True"}]}}""", "application/merge-patch+json");
        Assert.Equal(200, code);
        Assert.Contains("StatusPatched", updated.At("status", "conditions")!.ToString());
    }

    [Fact]
    public async Task Discovery_documents_include_definitions_and_what_they_define()
    {
        Assert.Contains((ArrayNode)(await _server.SendAsync("GET", "/apis")).Body["groups"]!, static g => g.TextAt("name") == "apiextensions.k8s.io");
        Assert.Contains((ArrayNode)(await _server.SendAsync("GET", "/apis/apiextensions.k8s.io/v1")).Body["resources"]!, static r => r.TextAt("name") == "customresourcedefinitions");
        await DefineAsync(Definition());
        Assert.Equal("stable.example.com/v1", (await _server.SendAsync("GET", "/apis/stable.example.com")).Body.TextAt("preferredVersion", "groupVersion"));
        var resources = (ArrayNode)(await _server.SendAsync("GET", "/apis/stable.example.com/v1")).Body["resources"]!;
        Assert.Contains(resources, static r => r.TextAt("name") == "crontabs" && r.At("shortNames")!.ToString() == "[\"ct\"]" && r.TextAt("singularName") == "crontab");
        Assert.Contains(resources, static r => r.TextAt("name") == "crontabs/status");
        Assert.Contains(resources, static r => r.TextAt("name") == "crontabs/scale" && r.TextAt("kind") == "Scale");
    }

    [Fact]
    public async Task Aggregated_discovery_shows_a_definition_at_once_and_no_longer_when_it_is_gone()
    {
        await DefineAsync(Definition());
        var group = Assert.Single((ArrayNode)(await AggregatedAsync()).At("items")!, static g => g.TextAt("metadata", "name") == "stable.example.com");
        var resource = ((ArrayNode)((ArrayNode)group.At("versions")!)[0].At("resources")!)[0];
        Assert.Equal(("crontabs", "CronTab", "Namespaced"), (resource.TextAt("resource"), resource.TextAt("responseKind", "kind"), resource.TextAt("scope")));
        await _server.SendAsync("DELETE", $"{Definitions}/crontabs.stable.example.com");
        await UntilAsync(async () => !(await AggregatedAsync()).ToString().Contains("stable.example.com", StringComparison.Ordinal), "the group to go from discovery");
    }

    [Fact]
    public async Task Defaults_are_filled_in_for_requests_and_from_storage()
    {
        await DefineAsync(Definition());
        await _server.SendAsync("POST", Tabs, Tab("a"));
        Assert.Null((await _server.SendAsync("GET", Tabs + "/a")).Body.At("a"));
        const string schema = "/spec/versions/0/schema/openAPIV3Schema/properties";
        await RedefineAsync($$$"""[{"op":"add","path":"{{{schema}}}/a","value":{"type":"string","default":"A"}},{"op":"add","path":"{{{schema}}}/b","value":{"type":"string"}}]""");
        await UntilAsync(async () => (await _server.SendAsync("GET", Tabs + "/a")).Body.TextAt("a") == "A", "the default to be read from storage");
        var (_, made) = await _server.SendAsync("POST", Tabs, Tab("b"));
        Assert.Equal("A", made.TextAt("a"));
        await RedefineAsync($$"""[{"op":"remove","path":"{{schema}}/a/default"},{"op":"add","path":"{{schema}}/b/default","value":"B"}]""");
        await UntilAsync(async () => (await _server.SendAsync("GET", Tabs + "/b")).Body.TextAt("b") == "B", "the new default to be read from storage");
        Assert.Equal("A", (await _server.SendAsync("GET", Tabs + "/b")).Body.TextAt("a"));
        Assert.Null((await _server.SendAsync("GET", Tabs + "/a")).Body.At("a"));
    }

    [Fact]
    public async Task A_watch_of_definitions_observes_their_making_change_and_end()
    {
        var (_, list) = await _server.SendAsync("GET", Definitions);
        await DefineAsync(Definition());
        await _server.SendAsync("DELETE", $"{Definitions}/crontabs.stable.example.com");
        using var limit = new CancellationTokenSource(_patience);
        await using var stream = await _server.Client.GetStreamAsync($"{Definitions}?watch=true&resourceVersion={list.TextAt("metadata", "resourceVersion")}", limit.Token);
        using var reader = new StreamReader(stream);
        var seen = new List<string>();
        while (!seen.Contains("DELETED")) { seen.Add(Node.Parse((await reader.ReadLineAsync(limit.Token))!).TextAt("type")!); }
        Assert.Equal("ADDED", seen[0]);
        Assert.Contains("MODIFIED", seen);
    }

    [Fact]
    public async Task Custom_resources_are_found_by_the_fields_their_definition_names()
    {
        await DefineAsync(Definition().Replace("\"subresources\"", "\"selectableFields\":[{\"jsonPath\":\".spec.image\"}],\"subresources\"", StringComparison.Ordinal));
        var (_, list) = await _server.SendAsync("GET", Tabs);
        await _server.SendAsync("POST", Tabs, Tab("a", "\"image\":\"red\""));
        await _server.SendAsync("POST", Tabs, Tab("b", "\"image\":\"blue\""));
        Assert.Equal("b", Assert.Single((ArrayNode)(await _server.SendAsync("GET", Tabs + "?fieldSelector=spec.image%3Dblue")).Body["items"]!).TextAt("metadata", "name"));
        Assert.Equal(400, (await _server.SendAsync("GET", Tabs + "?fieldSelector=spec.replicas%3D1")).Code);
        using var limit = new CancellationTokenSource(_patience);
        await using var stream = await _server.Client.GetStreamAsync($"{Tabs}?watch=true&fieldSelector=spec.image%3Dblue&resourceVersion={list.TextAt("metadata", "resourceVersion")}", limit.Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("b", Node.Parse((await reader.ReadLineAsync(limit.Token))!).TextAt("object", "metadata", "name"));
        await _server.SendAsync("PATCH", Tabs + "/b", """{"spec":{"image":"green"}}""", "application/merge-patch+json");
        Assert.Equal("DELETED", Node.Parse((await reader.ReadLineAsync(limit.Token))!).TextAt("type"));
    }

    [Fact]
    public async Task A_valid_resource_is_made_and_applied_and_one_with_unknown_fields_is_refused_where_validation_is_strict()
    {
        await DefineAsync(Definition());
        Assert.Equal(201, (await _server.SendAsync("POST", Tabs + "?fieldValidation=Strict", Tab("a", "\"image\":\"x\""))).Code);
        Assert.Equal(201, (await ApplyAsync("b", "{\"image\":\"x\"}")).Code);
        var (code, refused) = await _server.SendAsync("POST", Tabs + "?fieldValidation=Strict", Tab("c", "\"unknown\":1"));
        Assert.Equal(400, code);
        Assert.Contains("strict decoding error: unknown field \"spec.unknown\"", refused.TextAt("message"));
        Assert.Contains(".spec.unknown: field not declared in schema", (await ApplyAsync("c", "{\"unknown\":1}")).Body.TextAt("message"));
        (code, var pruned) = await _server.SendAsync("POST", Tabs, Tab("d", "\"unknown\":1,\"image\":\"x\""));
        Assert.Equal((201, "{\"image\":\"x\"}"), (code, pruned["spec"]!.ToString()));
    }

    [Fact]
    public async Task Without_a_schema_unknown_fields_are_kept_and_duplicates_are_refused_where_validation_is_strict()
    {
        await DefineAsync(Definition(schema: """{"type":"object","x-kubernetes-preserve-unknown-fields":true}"""));
        var (code, made) = await _server.SendAsync("POST", Tabs + "?fieldValidation=Strict", Tab("a", "\"unknown\":{\"b\":[{\"c\":\"d\"}]}"));
        Assert.Equal((201, "d"), (code, ((ArrayNode)made.At("spec", "unknown", "b")!)[0].TextAt("c")));
        Assert.Equal(201, (await ApplyAsync("b", "{\"unknown\":1}")).Code);
        Assert.Contains("duplicate field \"spec.x\"", (await _server.SendAsync("POST", Tabs + "?fieldValidation=Strict", Tab("c", "\"x\":1,\"x\":2"))).Body.TextAt("message"));
        var yaml = "\napiVersion: stable.example.com/v1\nkind: CronTab\nmetadata:\n  name: c\nspec:\n  foo: a\n  foo: b\n";
        Assert.Contains("line 8: key \"foo\" already set in map", (await _server.SendAsync("PATCH", Tabs + "/c?fieldManager=m&fieldValidation=Strict", yaml, "application/apply-patch+yaml")).Body.TextAt("message"));
    }

    [Fact]
    public async Task Unknown_metadata_is_told_in_the_root_and_in_embedded_objects()
    {
        await DefineAsync(Definition(schema: """{"type":"object","properties":{"spec":{"type":"object","properties":{"template":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object"}}}}}}}"""));
        var body = Tab("a", """ "template":{"apiVersion":"foo/v1","kind":"Sub","metadata":{"unknownSub":"x","name":"y"}} """).Replace("\"name\":\"a\"", "\"name\":\"a\",\"unknownMeta\":1", StringComparison.Ordinal);
        var (code, refused) = await _server.SendAsync("POST", Tabs + "?fieldValidation=Strict", body);
        Assert.Equal(400, code);
        Assert.Contains("unknown field \"metadata.unknownMeta\"", refused.TextAt("message"));
        Assert.Contains("unknown field \"spec.template.metadata.unknownSub\"", refused.TextAt("message"));
        var (_, pruned) = await _server.SendAsync("POST", Tabs, body);
        Assert.Equal("""{"name":"y"}""", pruned.At("spec", "template", "metadata")!.ToString());
        Assert.Contains(".metadata.unknownMeta: field not declared in schema", (await _server.SendAsync("PATCH", Tabs + "/z?fieldManager=m", body.Replace("\"name\":\"a\"", "\"name\":\"z\"", StringComparison.Ordinal), "application/apply-patch+yaml")).Body.TextAt("message"));
    }

    private async Task<(int Code, ObjectNode Body)> ApplyAsync(string name, string spec) => await _server.SendAsync("PATCH", $"{Tabs}/{name}?fieldManager=tests",
        $$$"""{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"{{{name}}}"},"spec": {{{spec}}} }""", "application/apply-patch+yaml");

    private async Task<Node> AggregatedAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");
        using var response = await _server.Client.SendAsync(request);
        return Node.Parse(await response.Content.ReadAsByteArrayAsync());
    }

    private Task RedefineAsync(string patch) => CustomResourceKit.RedefineAsync(_server, patch);

    private Task<ObjectNode> DefineAsync(string definition) => CustomResourceKit.DefineAsync(_server, definition);

    private static Task UntilAsync(Func<Task<bool>> holds, string what) => CustomResourceKit.UntilAsync(holds, what);

    private static string Definition(string plural = "crontabs", string kind = "CronTab", string schema = CustomResourceKit.Schema) => CustomResourceKit.Definition(plural, kind, schema);

    private static string Tab(string name, string spec = "") => CustomResourceKit.Tab(name, spec);
}
