using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>Requests that nobody means, as somebody at a shell sends them; the answers are upstream's.</summary>
public sealed class OddRequestTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Maps = "/api/v1/namespaces/default/configmaps", NotAllowed = "the server does not allow this method on the requested resource";

    [Theory]
    [InlineData("POST", "/api/v1/configmaps")]
    [InlineData("DELETE", "/api/v1/configmaps")]
    [InlineData("POST", Maps + "/odd")]
    [InlineData("PUT", Maps)]
    [InlineData("PATCH", Maps)]
    [InlineData("OPTIONS", Maps)]
    [InlineData("FOO", Maps)]
    [InlineData("DELETE", "/api/v1/namespaces")]
    [InlineData("POST", "/api/v1/namespaces/default/pods/odd/status")]
    [InlineData("GET", "/api/v1/namespaces/default/pods/odd/eviction")]
    [InlineData("GET", "/api/v1/namespaces/default/pods/odd/binding")]
    [InlineData("PATCH", "/api/v1/namespaces/default/finalize")]
    [InlineData("GET", "/apis/authorization.k8s.io/v1/subjectaccessreviews")]
    public async Task A_path_that_does_not_know_the_method_says_so(string method, string path)
    {
        var (code, body) = await cluster.Server.SendAsync(method, path, method is "POST" or "PUT" or "PATCH" ? """{"metadata":{"name":"odd"}}""" : null);
        Assert.Equal((405, "MethodNotAllowed", NotAllowed), (code, body.TextAt("reason"), body.TextAt("message")));
    }

    [Theory]
    [InlineData("?watch=x&timeoutSeconds=1", true)]
    [InlineData("?watch=True&timeoutSeconds=1", true)]
    [InlineData("?watch&timeoutSeconds=1", true)]
    [InlineData("?watch=False", false)]
    [InlineData("?watch=0", false)]
    public async Task What_is_neither_false_nor_nought_is_true(string query, bool isWatch)
    {
        using var response = await cluster.Server.Client.GetAsync(new Uri(Maps + query, UriKind.Relative));
        Assert.Equal((200, isWatch), ((int)response.StatusCode, !(await response.Content.ReadAsStringAsync()).Contains("ConfigMapList", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("?timeoutSeconds=x")]
    [InlineData("?watch=true&timeoutSeconds=x")]
    [InlineData("?limit=x")]
    public async Task What_should_be_a_number_is_one(string query)
    {
        var (code, body) = await cluster.Server.SendAsync("GET", Maps + query);
        Assert.Equal((400, "strconv.ParseInt: parsing \"x\": invalid syntax"), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("abc", "continue key is not valid: invalid character 'i' looking for beginning of value")]
    [InlineData("!", "continue key is not valid: illegal base64 data")]
    public async Task What_is_no_token_is_told(string token, string message)
    {
        var (code, body) = await cluster.Server.SendAsync("GET", $"{Maps}?continue={token}");
        Assert.Equal((400, message), (code, body.TextAt("message")));
    }

    [Fact]
    public async Task A_watch_may_last_longer_than_any_timer()
    {
        using var response = await cluster.Server.Client.GetAsync(new Uri($"{Maps}?watch=true&timeoutSeconds={long.MaxValue}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("merge", """{"kind":"Secret"}""", 422, "converting (v1.Secret) to (core.ConfigMap): unknown conversion")]
    [InlineData("merge", """{"apiVersion":"v2"}""", 422, "no kind \"ConfigMap\" is registered for version \"v2\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("json", """[{"op":"replace","path":"/kind","value":"Secret"}]""", 422, "converting (v1.Secret) to (core.ConfigMap): unknown conversion")]
    [InlineData("strategic-merge", """{"kind":"Secret","apiVersion":"v2","data":{"a":"b"}}""", 200, "")]
    public async Task A_patch_does_not_make_one_kind_of_another(string type, string patch, int expected, string told)
    {
        const string Name = "kept";
        await cluster.Server.SendAsync("POST", Maps, $$"""{"metadata":{"name":"{{Name}}"} }""");
        var (code, body) = await cluster.Server.SendAsync("PATCH", $"{Maps}/{Name}", patch, $"application/{type}-patch+json");
        Assert.Equal(expected, code);
        Assert.EndsWith(told, body.TextAt("message") ?? "", StringComparison.Ordinal);
        Assert.Equal(("ConfigMap", "v1"), (await cluster.Server.SendAsync("GET", $"{Maps}/{Name}")).Body is var now ? (now.TextAt("kind"), now.TextAt("apiVersion")) : default);
    }

    [Theory]
    [InlineData("""{"kind":"ConfigMap"}""", "Incorrect version specified in apply patch. Specified patch version: , expected: v1")]
    [InlineData("""{"apiVersion":"v2","kind":"ConfigMap"}""", "Incorrect version specified in apply patch. Specified patch version: v2, expected: v1")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"managedFields":[]}}""", "metadata.managedFields must be nil")]
    [InlineData("[1]", "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("a: [", "error decoding YAML: error converting YAML to JSON: yaml: line 1: did not find expected node content")]
    public async Task A_configuration_to_apply_says_of_what_version_it_is(string configuration, string message)
    {
        var (code, body) = await cluster.Server.SendAsync("PATCH", Maps + "/applied?fieldManager=me", configuration, "application/apply-patch+yaml");
        Assert.Equal((400, message), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("merge", "{", "error decoding patch: unexpected end of JSON input")]
    [InlineData("json", "[x", "error decoding patch: invalid character 'x' looking for beginning of value")]
    [InlineData("json", "{}", "error decoding patch: a JSON patch must be an array of operations")]
    public async Task A_patch_that_cannot_be_read_is_told_in_upstreams_words(string type, string patch, string message)
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"read"}}""");
        var (code, body) = await cluster.Server.SendAsync("PATCH", Maps + "/read", patch, $"application/{type}-patch+json");
        Assert.Equal((400, message), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("null", "application/json")]
    [InlineData("null", "application/yaml")]
    public async Task Nothing_is_an_object_without_a_name(string body, string type)
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", Maps, body, type);
        Assert.Equal((422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"), (code, answer.TextAt("message")));
    }
}
