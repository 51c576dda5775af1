using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>What the server says of fields that a kind does not have, and of those named twice.</summary>
public sealed class FieldValidationTests : IAsyncLifetime
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Unknown_and_duplicate_fields_are_told_in_the_order_of_the_document()
    {
        var (code, status) = await _server.SendAsync("POST", Deployments + "?fieldValidation=Strict", Deployment("\"unknownField\":\"foo\",\"replicas\":2,\"replicas\":3,", ""));
        Assert.Equal((400, "BadRequest"), (code, status.TextAt("reason")));
        Assert.Equal("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field \"spec.unknownField\", duplicate field \"spec.replicas\"", status.TextAt("message"));
    }

    [Fact]
    public async Task Unknown_metadata_is_refused()
    {
        var (code, status) = await _server.SendAsync("POST", Deployments + "?fieldValidation=Strict", Deployment("", "\"unknownMeta\":\"foo\","));
        Assert.Equal(400, code);
        Assert.Contains("strict decoding error: unknown field \"metadata.unknownMeta\"", status.TextAt("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "299 - \"unknown field \\\"x\\\"\"|299 - \"duplicate field \\\"data.k\\\"\"")]
    [InlineData("?fieldValidation=Warn", "299 - \"unknown field \\\"x\\\"\"|299 - \"duplicate field \\\"data.k\\\"\"")]
    [InlineData("?fieldValidation=Ignore", "")]
    public async Task Otherwise_they_are_warned_of_or_ignored(string query, string warnings)
    {
        using var response = await _server.Client.PostAsync(Maps + query, new StringContent("""{"metadata":{"name":"a"},"x":1,"data":{"k":"1","k":"2"}}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(warnings, response.Headers.TryGetValues("Warning", out var values) ? string.Join('|', values) : "");
        Assert.Equal("2", ((ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync())).TextAt("data", "k"));
    }

    [Fact]
    public async Task In_yaml_the_line_of_a_key_set_twice_is_told()
    {
        const string Body = "\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: one\n  k: two\n";
        var (applied, status) = await _server.SendAsync("PATCH", Maps + "/a?fieldManager=m&fieldValidation=Strict", Body, "application/apply-patch+yaml");
        Assert.Equal(400, applied);
        Assert.Contains("line 8: key \"k\" already set in map", status.TextAt("message"), StringComparison.Ordinal);
        var (posted, second) = await _server.SendAsync("POST", Maps + "?fieldValidation=Strict", Body, "application/yaml");
        Assert.Equal((400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 8: key \"k\" already set in map"), (posted, second.TextAt("message")));
        using var warned = await _server.Client.PostAsync(Maps, new StringContent(Body, System.Text.Encoding.UTF8, "application/yaml"));
        Assert.Equal("299 - \"line 8: key \\\"k\\\" already set in map\"", Assert.Single(warned.Headers.GetValues("Warning")));
    }

    [Fact]
    public async Task What_the_schema_does_not_know_cannot_be_applied()
    {
        const string Body = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {unknownField: x, replicas: 1}\n";
        var (code, status) = await _server.SendAsync("PATCH", Deployments + "/d?fieldManager=m", Body, "application/apply-patch+yaml");
        Assert.Equal((500, "failed to create typed patch object (/d; apps/v1, Kind=Deployment): .spec.unknownField: field not declared in schema"), (code, status.TextAt("message")));
    }

    [Theory]
    [InlineData("application/merge-patch+json", """{"x":1}""")]
    [InlineData("application/strategic-merge-patch+json", """{"x":1}""")]
    [InlineData("application/json-patch+json", """[{"op":"add","path":"/x","value":1}]""")]
    public async Task A_patch_that_adds_an_unknown_field_is_invalid_to_a_strict_server(string type, string patch)
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        var (code, status) = await _server.SendAsync("PATCH", Maps + "/a?fieldValidation=Strict", patch, type);
        Assert.Equal((422, "Invalid"), (code, status.TextAt("reason")));
        Assert.EndsWith("strict decoding error: unknown field \"x\"", status.TextAt("message"), StringComparison.Ordinal);
        Assert.Equal(200, (await _server.SendAsync("PATCH", Maps + "/a", patch, type)).Code);
    }

    [Theory]
    [InlineData("POST", Maps + "?fieldValidation=Sometimes", "CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Sometimes\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"")]
    [InlineData("POST", Maps + "?dryRun=Some", "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"")]
    public async Task An_option_that_is_none_is_invalid(string method, string path, string message)
    {
        var (code, status) = await _server.SendAsync(method, path, """{"metadata":{"name":"a"}}""");
        Assert.Equal((422, message), (code, status.TextAt("message")));
    }

    private static string Deployment(string spec, string metadata) =>
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"metadata\":{" + metadata + "\"name\":\"my-dep\",\"labels\":{\"app\":\"nginx\"}},\"spec\":{" + spec
        + "\"selector\":{\"matchLabels\":{\"app\":\"nginx\"}},\"template\":{\"metadata\":{\"labels\":{\"app\":\"nginx\"}},\"spec\":{\"containers\":[{\"name\":\"nginx\",\"image\":\"nginx:latest\"}]}}}}";
}
