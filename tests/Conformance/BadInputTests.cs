using System.Text;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>What is no proper request gets upstream's answer, and nothing else is disturbed.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Equal(201, (await _server.SendAsync("POST", Maps, """{"metadata":{"name":"still-well"}}""")).Code);
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("application/json", "{\"metadata\":{\"name\":\"a\"", 400)]
    [InlineData("application/json", "[]", 400)]
    [InlineData("application/json", "\"text\"", 400)]
    [InlineData("application/json", "{\"metadata\":{\"name\":5}}", 400)]
    [InlineData("application/yaml", "metadata: {name: a", 400)]
    [InlineData("application/yaml", "a: *nowhere", 400)]
    [InlineData("application/vnd.kubernetes.protobuf", "k8s\0\u000a\u007f", 400)]
    [InlineData("application/vnd.kubernetes.protobuf", "{}", 400)]
    [InlineData("application/xml", "<a/>", 415)]
    [InlineData("application/cbor", "a", 415)]
    public async Task A_malformed_body_or_one_of_another_type_is_refused(string type, string body, int expected)
    {
        var (code, status) = await SendAsync("POST", Maps, body, type);
        Assert.Equal((expected, "Failure"), (code, status.TextAt("status")));
    }

    [Fact]
    public async Task Too_large_a_body_is_refused()
    {
        var (code, status) = await SendAsync("POST", Maps, "{\"data\":{\"k\":\"" + new string('x', 3 * 1024 * 1024) + "\"}}", "application/json");
        Assert.Equal((413, "RequestEntityTooLarge"), (code, status.TextAt("reason")));
    }

    [Fact]
    public async Task An_alias_bomb_is_refused()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++) { text.Append($"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n"); }
        Assert.Equal(400, (await SendAsync("POST", Maps, text.ToString(), "application/yaml")).Code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    public async Task Deep_nesting_is_refused(string type) =>
        Assert.Equal(400, (await SendAsync("POST", Maps, "{\"data\":" + string.Concat(Enumerable.Repeat("[", 20_000)) + string.Concat(Enumerable.Repeat("]", 20_000)) + "}", type)).Code);

    [Fact]
    public async Task A_patch_of_too_many_operations_is_too_large()
    {
        await SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""", "application/json");
        var operations = string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/kind","value":"ConfigMap"}""", 10_001));
        var (code, status) = await SendAsync("PATCH", Maps + "/a", $"[{operations}]", "application/json-patch+json");
        Assert.Equal((413, "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"), (code, status.TextAt("message")));
    }

    [Fact]
    public async Task Copies_of_copies_are_refused()
    {
        await SendAsync("POST", Maps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""", "application/json");
        var operations = string.Join(',', Enumerable.Range(0, 40).Select(static i => "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c" + i + "\"}"));
        var (code, _) = await SendAsync("PATCH", Maps + "/a", $"[{operations}]", "application/json-patch+json");
        Assert.InRange(code, 400, 499);
    }

    [Theory]
    [InlineData("labelSelector=a%20in%20b", 400)]
    [InlineData("labelSelector=%3D%3D%3D", 400)]
    [InlineData("fieldSelector=nothing", 400)]
    [InlineData("continue=nonsense", 400)]
    [InlineData("resourceVersion=abc", 400)]
    public async Task A_query_that_cannot_be_read_is_refused(string query, int expected) => Assert.Equal(expected, (await _server.SendAsync("GET", $"{Maps}?{query}")).Code);

    [Fact]
    public async Task A_form_that_is_not_served_is_not_acceptable()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Maps);
        request.Headers.TryAddWithoutValidation("Accept", "application/cbor");
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(406, (int)response.StatusCode);
        Assert.Equal("406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch", Node.Parse(await response.Content.ReadAsByteArrayAsync()).TextAt("message"));
    }

    [Fact]
    public async Task A_version_of_what_is_made_is_refused_after_all_else_that_is_wrong()
    {
        Assert.Equal(422, (await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"A","resourceVersion":"7"}}""")).Code);
        var (_, status) = await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a","resourceVersion":"7"}}""");
        Assert.Equal("resourceVersion should not be set on objects to be created", status.TextAt("message"));
    }

    [Fact]
    public async Task A_flood_of_headers_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Maps);
        for (var i = 0; i < 2000; i++) { request.Headers.TryAddWithoutValidation($"X-Flood-{i}", "x"); }
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(431, (int)response.StatusCode);
    }

    private async Task<(int Code, ObjectNode Body)> SendAsync(string method, string path, string body, string type)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await _server.Client.SendAsync(request);
        return ((int)response.StatusCode, (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()));
    }
}
