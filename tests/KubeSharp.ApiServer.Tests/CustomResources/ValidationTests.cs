using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.CustomResources;

/// <summary>What is refused of custom resources and of their definitions, in upstream's words.</summary>
public sealed class ValidationTests : IAsyncLifetime
{
    private const string Tabs = "/apis/stable.example.com/v1/namespaces/default/crontabs";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_rules_take_is_measured()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition(schema: """{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-validations":[{"rule":"self.image != 'x'"}],"properties":{"image":{"type":"string"}}}}}"""));
        Assert.Contains("apiserver_cel_evaluation_duration_seconds_count 0\n", await _server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(201, (await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", "\"image\":\"y\""))).Code);
        Assert.Equal(422, (await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("b", "\"image\":\"x\""))).Code);
        var text = await _server.Client.GetStringAsync("/metrics");
        Assert.Contains("# HELP apiserver_cel_compilation_duration_seconds [BETA] CEL compilation time in seconds.\n", text, StringComparison.Ordinal);
        Assert.Contains("apiserver_cel_compilation_duration_seconds_count 1\n", text, StringComparison.Ordinal);
        Assert.Contains("apiserver_cel_evaluation_duration_seconds_count 2\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"image\":5", "spec.image: Invalid value: \"integer\": spec.image in body must be of type string: \"integer\"")]
    [InlineData("\"replicas\":\"x\"", "spec.replicas: Invalid value: \"string\": spec.replicas in body must be of type integer: \"string\"")]
    [InlineData("\"replicas\":0", "spec.replicas: Invalid value: 0: spec.replicas in body should be greater than or equal to 1")]
    [InlineData("\"replicas\":11", "spec.replicas: Invalid value: 11: spec.replicas in body should be less than or equal to 10")]
    [InlineData("\"cron\":\"x\"", "spec.cron: Invalid value: \"x\": spec.cron in body should match '^(\\d+|\\*)$'")]
    [InlineData("\"image\":\"12345678901\"", "spec.image: Too long: may not be more than 10 bytes")]
    [InlineData("\"kind\":\"c\"", "spec.kind: Unsupported value: \"c\": supported values: \"a\", \"b\"")]
    [InlineData("\"port\":true", "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"")]
    [InlineData("\"list\":[{\"value\":\"x\"}]", "spec.list[0].name: Required value")]
    [InlineData("\"list\":[{\"name\":\"x\"},{\"name\":\"x\"}]", "spec.list[1]: Duplicate value: {\"name\":\"x\"}")]
    public async Task A_value_that_the_schema_forbids_is_refused(string spec, string message)
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        var (code, refused) = await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", spec));
        Assert.Equal(422, code);
        Assert.Equal($"CronTab.stable.example.com \"a\" is invalid: {message}", refused.TextAt("message"));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"spec":{}}}""", "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for specified object fields")]
    [InlineData("""{"type":"string"}""", "spec.validation.openAPIV3Schema.type: Invalid value: \"string\": must be object at the root")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array"}}}""", "spec.validation.openAPIV3Schema.properties[a].items: Required value: must be specified")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","default":5}}}""", "spec.validation.openAPIV3Schema.properties[a].default: Invalid value: \"integer\": spec.validation.openAPIV3Schema.properties[a].default in body must be of type string: \"integer\"")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","pattern":"("}}}""", "must be a valid regular expression")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","anyOf":[{"type":"object"}]}}}""", "spec.validation.openAPIV3Schema.properties[a].anyOf[0].type: Forbidden: must be empty to be structural")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","items":{"type":"object"}}}}""", "x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map")]
    [InlineData("""{"type":"object","x-kubernetes-validations":[{"rule":"self.nothing > 1"}]}""", "undefined field 'nothing'")]
    [InlineData("""{"type":"object","properties":{"l":{"type":"array","items":{"type":"string"},"x-kubernetes-validations":[{"rule":"self.all(a, self.all(b, self.all(c, a == b && b == c)))"}]}}}""", "estimated rule cost exceeds budget by factor of more than 100x")]
    public async Task A_schema_that_is_not_structural_is_refused(string schema, string message)
    {
        var (code, refused) = await _server.SendAsync("POST", CustomResourceKit.Path, CustomResourceKit.Definition(schema: schema));
        Assert.Equal(422, code);
        Assert.Contains(message, refused.TextAt("message"));
    }

    [Fact]
    public async Task Rules_are_asked_with_the_old_value_and_tell_what_is_wrong_where()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition(schema: """
            {"type":"object","properties":{"spec":{"type":"object","x-kubernetes-validations":[
              {"rule":"self.replicas <= self.max","messageExpression":"'at most ' + string(self.max)","fieldPath":".replicas"},
              {"rule":"!has(self.fixed) || self.fixed == oldSelf.fixed","message":"fixed may not change","reason":"FieldValueForbidden"}],
              "properties":{"replicas":{"type":"integer"},"max":{"type":"integer"},"fixed":{"type":"string","maxLength":10}}}}}
            """));
        var (code, refused) = await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", "\"replicas\":3,\"max\":2,\"fixed\":\"x\""));
        Assert.Equal((422, "CronTab.stable.example.com \"a\" is invalid: spec.replicas: Invalid value: \"object\": at most 2"), (code, refused.TextAt("message")));
        Assert.Equal(201, (await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", "\"replicas\":1,\"max\":2,\"fixed\":\"x\""))).Code);
        (code, refused) = await _server.SendAsync("PATCH", Tabs + "/a", """{"spec":{"fixed":"y"}}""", "application/merge-patch+json");
        Assert.Equal((422, "CronTab.stable.example.com \"a\" is invalid: spec: Forbidden: fixed may not change"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task A_value_that_became_wrong_by_a_stricter_schema_stays_as_long_as_it_is_left_alone()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", "\"image\":\"long-name\""));
        await CustomResourceKit.RedefineAsync(_server, """[{"op":"replace","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/image/maxLength","value":4}]""");
        await CustomResourceKit.UntilAsync(async () => (await _server.SendAsync("POST", Tabs + "?dryRun=All", CustomResourceKit.Tab("b", "\"image\":\"long-name\""))).Code == 422, "the schema to be strict");
        Assert.Equal(200, (await _server.SendAsync("PATCH", Tabs + "/a", """{"spec":{"replicas":2}}""", "application/merge-patch+json")).Code);
        Assert.Equal(422, (await _server.SendAsync("PATCH", Tabs + "/a", """{"spec":{"image":"other-name"}}""", "application/merge-patch+json")).Code);
    }

    [Fact]
    public async Task Generation_counts_changes_of_what_is_not_status_and_status_is_written_apart()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        var (_, made) = await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", "\"replicas\":1").Replace("\"spec\"", "\"status\":{\"replicas\":7},\"spec\"", StringComparison.Ordinal));
        Assert.Equal((1, null), (((NumberNode)made.At("metadata", "generation")!).Integer, made.At("status")));
        var (_, status) = await _server.SendAsync("PATCH", Tabs + "/a/status", """{"metadata":{"labels":{"a":"b"}},"status":{"replicas":1},"spec":{"replicas":5}}""", "application/merge-patch+json");
        Assert.Equal((1, "1", "1", null), (((NumberNode)status.At("metadata", "generation")!).Integer, status.At("status", "replicas")!.ToString(), status.At("spec", "replicas")!.ToString(), status.At("metadata", "labels")));
        var (code, scale) = await _server.SendAsync("PATCH", Tabs + "/a/scale", """{"spec":{"replicas":3}}""", "application/merge-patch+json");
        Assert.Equal((200, "3", "1"), (code, scale.At("spec", "replicas")!.ToString(), scale.At("status", "replicas")!.ToString()));
        Assert.Equal(2, ((NumberNode)(await _server.SendAsync("GET", Tabs + "/a")).Body.At("metadata", "generation")!).Integer);
        Assert.Equal(415, (await _server.SendAsync("PATCH", Tabs + "/a", "{}", "application/strategic-merge-patch+json")).Code);
    }

    [Fact]
    public async Task A_name_that_another_definition_has_is_not_accepted_until_it_is_free()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        await _server.SendAsync("POST", CustomResourceKit.Path, CustomResourceKit.Definition("others"));
        Task<ObjectNode> Other() => _server.SendAsync("GET", $"{CustomResourceKit.Path}/others.stable.example.com").ContinueWith(static t => t.Result.Body, TaskScheduler.Default);
        await CustomResourceKit.UntilAsync(async () => (await Other()).At("status", "conditions")?.ToString().Contains("\"CronTabList\\\" is already in use", StringComparison.Ordinal) == true, "the conflict to be told");
        Assert.Equal(404, (await _server.SendAsync("GET", "/apis/stable.example.com/v1/others")).Code);
        await _server.SendAsync("DELETE", $"{CustomResourceKit.Path}/crontabs.stable.example.com");
        await CustomResourceKit.UntilAsync(async () => CustomResourceKit.IsEstablished(await Other()), "the other definition to be established");
    }

    [Fact]
    public async Task What_is_applied_again_stays_though_its_manager_once_made_the_object_around_it()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        await _server.SendAsync("POST", Tabs, CustomResourceKit.Tab("a", "\"image\":\"x\",\"replicas\":2"));
        // As kubectl does when it begins to apply on the server's side what it applied on the client's: the entry of the maker becomes that of the applier.
        await _server.SendAsync("PATCH", Tabs + "/a", """[{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"kubectl","operation":"Apply","apiVersion":"stable.example.com/v1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{".":{},"f:image":{},"f:replicas":{}}}}]}]""", "application/json-patch+json");
        var (code, applied) = await _server.SendAsync("PATCH", Tabs + "/a?fieldManager=kubectl", CustomResourceKit.Tab("a", "\"image\":\"x\""), "application/apply-patch+yaml");
        Assert.Equal((200, """{"image":"x"}"""), (code, applied["spec"]?.ToString()));
    }

    [Fact]
    public async Task Clients_are_not_told_to_send_strategic_merge_patches()
    {
        await CustomResourceKit.DefineAsync(_server, CustomResourceKit.Definition());
        var (_, document) = await _server.SendAsync("GET", "/openapi/v3/apis/stable.example.com/v1");
        var content = (ObjectNode)document.At("paths", "/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}", "patch", "requestBody", "content")!;
        Assert.Equal(["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"], content.Select(static c => c.Key));
    }
}
