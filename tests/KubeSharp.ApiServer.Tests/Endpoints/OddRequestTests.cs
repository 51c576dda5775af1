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

    // Code, some headers and the begin of the body that upstream's v1.36.2 answered.
    [Theory]
    [InlineData("GET /healthz/", 404, "Content-Type: text/plain; charset=utf-8", "404 page not found\n")]
    [InlineData("GET /metrics/", 404, "Content-Length: 19", "404 page not found\n")]
    [InlineData("GET /statusz/", 404, "X-Content-Type-Options: nosniff", "404 page not found\n")]
    [InlineData("GET /openapi/v2/", 404, "Content-Length: 19", "404 page not found\n")]
    [InlineData("GET /openapi/v3/", 404, "Vary: Accept", "")]
    [InlineData("GET /openapi/v3/x", 404, "Vary: Accept", "")]
    [InlineData("GET /openapi/v3/api/v1?hash=ABC", 301, "Location: /openapi/v3/api/v1?hash=", "")]
    [InlineData("GET /livez/ping", 200, "Content-Length: 2", "ok")]
    [InlineData("GET /livez/ping?exclude=ping", 200, "Content-Length: 2", "ok")]
    [InlineData("GET /livez?exclude=nope", 200, "X-Content-Type-Options: nosniff", "ok")]
    [InlineData("GET /version/", 200, "Content-Type: application/json", "{\n  \"major\": \"1\",\n")]
    [InlineData("POST /version", 405, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("PUT /openid/v1/jwks", 405, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("DELETE /.well-known/openid-configuration", 405, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("HEAD /apis", 200, "Content-Type: application/json", "")]
    [InlineData("HEAD /apis/apps", 200, "Content-Type: application/json", "")]
    [InlineData("HEAD /api/v1/nodes/x", 405, "Content-Length: 197", "")]
    [InlineData("HEAD /nope", 404, "Content-Length: 19", "")]
    [InlineData("GET /index.html", 200, "Content-Type: application/json", "{\n  \"paths\": [\n    \"/.well-known/openid-configuration\",\n    \"/api\",\n")]
    [InlineData("GET //api/v1", 404, "Content-Type: text/plain; charset=utf-8", "404 page not found\n")]
    [InlineData("GET /api//v1", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("GET /api/v1/../v1", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("GET /api/v1/namespaces//pods", 200, "Content-Type: application/json", "{\"kind\":\"PodList\"")]
    [InlineData("GET /api/v1/namespaces//configmaps/x", 400, "Content-Type: application/json", "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"Namespace parameter required.\"")]
    [InlineData("GET /api/v1/pods/x", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("GET /api/v1/namespaces/a%2fb/pods", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("GET " + Maps + "/..", 400, "Content-Type: application/json", "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\"Name parameter invalid: \\\"..\\\": may not be '..'\",\"reason\":\"BadRequest\",\"code\":400}\n")]
    [InlineData("GET " + Maps + "/%2e", 400, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("GET " + Maps + "/%zz", 400, "Connection: close", "400 Bad Request")]
    [InlineData("GET /api/v1/pods?limit=%zz", 200, "Content-Type: application/json", "{\"kind\":\"PodList\"")]
    [InlineData("GET /api/v1/watch/pods/x", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("GET /api/v1/bindings", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    [InlineData("OPTIONS /api/v1/namespaces/default/pods/x/nope", 404, "Content-Type: application/json", "{\"kind\":\"Status\"")]
    public async Task What_nobody_means_is_answered_as_upstream_answers_it(string request, int code, string header, string body)
    {
        var answer = await cluster.Server.RawAsync($"{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        var (head, text) = (answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)], answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.StartsWith($"HTTP/1.1 {code} ", head, StringComparison.Ordinal);
        Assert.Contains(header, head, StringComparison.Ordinal);
        if (body.Length == 0) { Assert.Equal("", text); } else { Assert.StartsWith(body, text, StringComparison.Ordinal); }
    }

    [Fact]
    public async Task A_document_under_its_own_hash_never_changes()
    {
        var index = await cluster.Server.Client.GetStringAsync("/openapi/v3");
        var url = System.Text.RegularExpressions.Regex.Match(index, "/openapi/v3/apis/apps/v1[^\"]*").Value;
        using var response = await cluster.Server.Client.GetAsync(new Uri(url, UriKind.Relative));
        Assert.Equal("public, immutable", response.Headers.GetValues("Cache-Control").Single());
        Assert.Equal($"\"{url.Split("hash=")[1]}\"", response.Headers.ETag?.Tag);
        Assert.NotNull(response.Content.Headers.Expires);
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
    [InlineData("abc", "invalid character 'i' looking for beginning of value")]
    [InlineData("!", "illegal base64 data at input byte 0")]
    [InlineData("abcde", "illegal base64 data at input byte 4")]
    [InlineData("e30", "server does not recognize this encoded version ")]
    [InlineData("eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ", "incorrect encoded start resourceVersion (version meta.k8s.io/v1)")]
    [InlineData("eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MX0", "encoded start key empty (version meta.k8s.io/v1)")]
    [InlineData("eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiIuLi9hIn0", "../a")]
    [InlineData("abc&resourceVersion=5", "invalid character 'i' looking for beginning of value")]
    public async Task What_is_no_token_is_told(string token, string message)
    {
        var (code, body) = await cluster.Server.SendAsync("GET", $"{Maps}?continue={token}");
        Assert.Equal((400, "invalid continue token: continue key is not valid: " + message), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersionMatch=Exact&resourceVersion=0", "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("resourceVersionMatch=Odd&resourceVersion=1", "resourceVersionMatch: Unsupported value: \"Odd\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("resourceVersionMatch=Odd&resourceVersion=1&labelSelector=((", "resourceVersionMatch: Unsupported value: \"Odd\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    public async Task Options_that_do_not_go_together_are_told_of_lists_and_of_what_deletes_them(string query, string cause)
    {
        foreach (var method in (string[])["GET", "DELETE"])
        {
            var (code, body) = await cluster.Server.SendAsync(method, $"{Maps}?{query}");
            Assert.Equal((422, "ListOptions.meta.k8s.io \"\" is invalid: " + cause), (code, body.TextAt("message")));
        }
    }

    [Theory]
    [InlineData("dryRun=", "dryRun: Unsupported value: [\"\"]: supported values: \"All\"")]
    [InlineData("dryRun=All&dryRun=Some", "dryRun: Unsupported value: [\"All\",\"Some\"]: supported values: \"All\"")]
    [InlineData("fieldManager=a%01%C3%A9%7F", "[fieldManager: Invalid value: \"a\\x01é\\x7f\": invalid character U+0001 (at position 1), fieldManager: Invalid value: \"a\\x01é\\x7f\": invalid character U+007F (at position 4)]")]
    [InlineData("fieldManager=%0A&dryRun=x&fieldValidation=y", "[fieldManager: Invalid value: \"\\n\": invalid character U+000A (at position 0), dryRun: Unsupported value: [\"x\"]: supported values: \"All\", fieldValidation: Unsupported value: \"y\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"]")]
    public async Task Options_of_a_write_that_are_none_are_told_in_their_order(string query, string causes)
    {
        foreach (var path in (string[])[Maps, "/apis/authentication.k8s.io/v1/selfsubjectreviews"])
        {
            var (code, body) = await cluster.Server.SendAsync("POST", $"{path}?{query}", """{"metadata":{"name":"written"}}""");
            Assert.Equal((422, "CreateOptions.meta.k8s.io \"\" is invalid: " + causes), (code, body.TextAt("message")));
        }
    }

    [Theory]
    [InlineData("", """{"gracePeriodSeconds":"x"}""", 400, "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64")]
    [InlineData("", """{"dryRun":"All"}""", 400, "json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type []string")]
    [InlineData("", """{"preconditions":[]}""", 400, "json: cannot unmarshal array into Go struct field DeleteOptions.preconditions of type v1.Preconditions")]
    [InlineData("", "{x", 400, "couldn't get version/kind; json parse error: invalid character 'x' looking for beginning of object key string")]
    [InlineData("", """{"propagationPolicy":"Odd","orphanDependents":true,"dryRun":["Some"]}""", 422, "DeleteOptions.meta.k8s.io \"\" is invalid: [propagationPolicy: Invalid value: \"Odd\": orphanDependents and deletionPropagation cannot be both set, propagationPolicy: Unsupported value: \"Odd\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\", dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"]")]
    [InlineData("?dryRun=Some", null, 422, "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"")]
    [InlineData("?dryRun=Some", "{}", 404, "configmaps \"gone\" not found")]
    public async Task Options_of_a_deletion_are_read_as_upstream_reads_them(string query, string? body, int expected, string message)
    {
        var (code, answer) = await cluster.Server.SendAsync("DELETE", Maps + "/gone" + query, body);
        Assert.Equal((expected, message), (code, answer.TextAt("message")));
    }

    [Theory]
    [InlineData("true", 200)]
    [InlineData("false", 202)]
    public async Task Who_asks_for_dependents_by_the_old_option_is_told_that_it_is_not_yet_gone(string orphans, int expected)
    {
        var name = "held-" + orphans;
        await cluster.Server.SendAsync("POST", Maps, $$"""{"metadata":{"name":"{{name}}","finalizers":["example.com/a"]} }""");
        Assert.Equal(expected, (await cluster.Server.SendAsync("DELETE", $"{Maps}/{name}?orphanDependents={orphans}")).Code);
    }

    [Theory]
    [InlineData("application/json;as=Table;g=meta.k8s.io;v=v1", "", 200, "Table")]
    [InlineData("application/json;as=Table", "", 406, "Status")]
    [InlineData("application/json;as=Table;v=v1", "", 406, "Status")]
    [InlineData("application/json;g=meta.k8s.io;v=v1", "", 406, "Status")]
    [InlineData("application/json;as=Odd;g=meta.k8s.io;v=v1,application/json", "", 200, "ConfigMapList")]
    [InlineData("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1beta1", "", 200, "PartialObjectMetadataList")]
    [InlineData("application/json;sv=v2", "", 406, "Status")]
    [InlineData("application/json;sv=v1;charset=utf-8;odd=1", "", 200, "ConfigMapList")]
    [InlineData("text/yaml", "", 406, "Status")]
    [InlineData("application/json;as=Table;g=meta.k8s.io;v=v1", "?includeObject=Odd", 400, "Status")]
    public async Task What_is_accepted_says_in_what_form(string accept, string query, int expected, string kind)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Maps + query, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await cluster.Server.Client.SendAsync(request);
        var body = KubeSharp.Machinery.Documents.Node.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal((expected, kind), ((int)response.StatusCode, body.TextAt("kind")));
    }

    [Theory]
    [InlineData("?pretty=true", true)]
    [InlineData("?pretty=T", true)]
    [InlineData("?pretty=yes", false)]
    [InlineData("?pretty", false)]
    public async Task What_is_to_be_pretty_is_said_as_a_truth(string query, bool isPretty) =>
        Assert.Equal(isPretty, (await cluster.Server.Client.GetStringAsync(new Uri(Maps + query, UriKind.Relative))).TrimEnd('\n').Contains('\n', StringComparison.Ordinal));

    [Theory]
    [InlineData("", "ADDED BOOKMARK")]
    [InlineData("&resourceVersion=0", "ADDED BOOKMARK")]
    [InlineData("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", "ADDED BOOKMARK")]
    [InlineData("&sendInitialEvents=false&resourceVersionMatch=NotOlderThan", "")]
    [InlineData("&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&resourceVersion=0", "")]
    [InlineData("&allowWatchBookmarks=false", "ADDED")]
    public async Task A_watch_of_no_revision_begins_with_all_there_is_and_says_where_that_ends(string query, string events)
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"watched"}}""");
        var text = await cluster.Server.Client.GetStringAsync(new Uri($"{Maps}?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dwatched{(query.Contains("Bookmarks", StringComparison.Ordinal) ? "" : "&allowWatchBookmarks=x")}{query}", UriKind.Relative));
        Assert.Equal(events, string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => KubeSharp.Machinery.Documents.Node.Parse(System.Text.Encoding.UTF8.GetBytes(l)).TextAt("type"))));
        Assert.Equal(events.Contains("BOOKMARK", StringComparison.Ordinal), text.Contains("k8s.io/initial-events-end", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/statusz", "", "group=\"\",resource=\"statusz\",scope=\"\",subresource=\"\",system_client=\"\",verb=\"GET\",version=\"\"")]
    [InlineData("/flagz", "application/json;as=Flagz;g=config.k8s.io;v=v1beta1", "group=\"config.k8s.io\",resource=\"flagz\",scope=\"\",subresource=\"\",system_client=\"\",verb=\"GET\",version=\"v1beta1\"")]
    public async Task Pages_of_the_server_itself_are_counted_by_what_was_asked_for(string path, string accept, string labels)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (accept.Length > 0) { request.Headers.TryAddWithoutValidation("Accept", accept); }
        using var response = await cluster.Server.Client.SendAsync(request);
        Assert.Contains($"apiserver_request_total{{code=\"200\",component=\"apiserver\",dry_run=\"\",{labels}}}", await cluster.Server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
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
    [InlineData("""{"kind":"ConfigMap"}""", "invalid object type: /, Kind=ConfigMap")]
    [InlineData("""{"apiVersion":"v2","kind":"ConfigMap"}""", "invalid object type: /v2, Kind=ConfigMap")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Odd"}""", "invalid object type: apps/v1, Kind=Odd")]
    [InlineData("""{"apiVersion":"x/y/z","kind":"ConfigMap"}""", "invalid object type: /, Kind=")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{}}""", "the name of the object (applied based on URL) was undeterminable: name must be provided")]
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
    [InlineData("strategic-merge", "{", "unexpected end of JSON input")]
    [InlineData("merge", "null", "Invalid JSON Patch")]
    [InlineData("merge", "[]", "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("strategic-merge", "5", "json: cannot unmarshal number into Go value of type map[string]interface {}")]
    [InlineData("json", "{}", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData("json", "[true]", "error decoding patch: json: cannot unmarshal bool into Go value of type handlers.jsonPatchOp")]
    [InlineData("json", """[{"op":5}]""", "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string")]
    [InlineData("merge", """{"apiVersion":""}""", "the name of the object (read based on URL) was undeterminable: name must be provided")]
    public async Task A_patch_that_cannot_be_read_is_told_in_upstreams_words(string type, string patch, string message)
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"read"}}""");
        var (code, body) = await cluster.Server.SendAsync("PATCH", Maps + "/read", patch, $"application/{type}-patch+json");
        Assert.Equal((400, message), (code, body.TextAt("message")));
        Assert.Equal(404, (await cluster.Server.SendAsync("PATCH", Maps + "/nowhere", patch, $"application/{type}-patch+json")).Code);
    }

    [Theory]
    [InlineData("merge", """{"metadata":[]}""", "json: cannot unmarshal array into Go struct field ConfigMap.metadata of type v1.ObjectMeta")]
    [InlineData("strategic-merge", """{"metadata":"x"}""", "cannot restore struct from: string")]
    [InlineData("strategic-merge", """{"kind":5}""", "cannot convert int64 to string")]
    [InlineData("merge", """{"kind":5}""", "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string")]
    [InlineData("merge", """{"binaryData":{"a":"QQ=?"}}""", "illegal base64 data at input byte 2")]
    public async Task What_a_patch_made_of_the_wrong_types_is_told_before_its_name_is_looked_at(string type, string patch, string told)
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"typed"}}""");
        var (code, body) = await cluster.Server.SendAsync("PATCH", Maps + "/typed", patch, $"application/{type}-patch+json");
        Assert.Equal(422, code);
        Assert.EndsWith(told, body.TextAt("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "[null]", 422)]
    [InlineData("json", "null", 200)]
    [InlineData("strategic-merge", "null", 200)]
    [InlineData("json", """[{"op":"replace","path":"/data","value":{"a":"b"}}]""", 200)]
    public async Task A_patch_may_say_nothing_and_replace_what_is_not_there(string type, string patch, int expected)
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"bare"}}""");
        Assert.Equal(expected, (await cluster.Server.SendAsync("PATCH", Maps + "/bare?dryRun=All", patch, $"application/{type}-patch+json")).Code);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default?resourceVersion=x", 500, "resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("GET", Maps + "?resourceVersion=x", 400, "invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax")]
    [InlineData("GET", "/api/v1/namespaces/default/pods/odd/exec?dryRun=All", 400, "dryRun is not supported")]
    [InlineData("GET", "/apis/apps/v2", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/apis/apps/v9/deployments", 404, "the server could not find the requested resource")]
    [InlineData("GET", "/api/v2", 404, "the server could not find the requested resource")]
    [InlineData("DELETE", "/apis/apps/v1", 405, NotAllowed)]
    public async Task What_is_asked_in_vain_is_told_in_upstreams_words(string method, string path, int expected, string message)
    {
        var (code, body) = await cluster.Server.SendAsync(method, path);
        Assert.Equal((expected, message), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("x", "invalid syntax")]
    [InlineData("-1", "invalid syntax")]
    [InlineData("99999999999999999999", "value out of range")]
    public async Task A_version_that_is_no_number_is_not_foreseen(string version, string told)
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"versioned"}}""");
        var (code, body) = await cluster.Server.SendAsync("PUT", Maps + "/versioned", $$"""{"metadata":{"name":"versioned","resourceVersion":"{{version}}"} }""");
        Assert.Equal((500, $"strconv.ParseUint: parsing \"{version}\": {told}"), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("application/json; odd")]
    [InlineData(";")]
    [InlineData("application/json; a=b; a=c")]
    [InlineData("application/")]
    public async Task A_type_of_a_body_that_cannot_be_read_is_no_type(string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Maps + "?dryRun=All") { Content = new StringContent("""{"metadata":{"name":"n"}}""") };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var answer = await cluster.Server.Client.SendAsync(request);
        Assert.Equal(415, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("v1/configmaps", "data: {a: 1}", ".data.a: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("v1/configmaps", "data: {a: {b: [c, 1.5, null]}}", ".data.a: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"b\":[]interface {}{\"c\", 1.5, interface {}(nil)}}}")]
    [InlineData("v1/configmaps", "data: text", ".data: expected map, got &{text}")]
    [InlineData("v1/configmaps", "immutable: 'yes'", ".immutable: expected boolean, got &{yes}")]
    [InlineData("v1/configmaps", "metadata: {labels: [a]}", ".metadata.labels: expected map, got &{[a]}")]
    [InlineData("v1/configmaps", "metadata: {finalizers: [a/b, a/b]}", ".metadata.finalizers: duplicate entries for key [=\"a/b\"]")]
    [InlineData("v1/pods", "spec: {containers: {}, terminationGracePeriodSeconds: x}", "errors:\n  .spec.containers: expected list, got &{map[]}\n  .spec.terminationGracePeriodSeconds: expected numeric (int or float), got string")]
    [InlineData("v1/configmaps", "metadata: {finalizers: [{a: b}]}", ".metadata.finalizers: element 0: associative list without keys has an element that's a map type")]
    [InlineData("v1/pods", "spec: {containers: [c]}", ".spec.containers: element 0: associative list with keys may not have non-map elements")]
    [InlineData("v1/pods", "spec: {containers: [{name: c, args: [1]}, {name: c, resources: {limits: {cpu: []}}}]}", "errors:\n  .spec.containers[name=\"c\"].args[0]: expected string, got &value.valueUnstructured{Value:1}\n  .spec.containers: duplicate entries for key [name=\"c\"]\n  .spec.containers[name=\"c\"].resources.limits.cpu: expected any scalar, got &{[]}")]
    [InlineData("v1/pods", "spec: {odd: 1}", ".spec.odd: field not declared in schema")]
    public async Task What_does_not_fit_its_type_cannot_be_applied(string resource, string fields, string mistakes)
    {
        var (kind, path) = resource == "v1/pods" ? ("Pod", Maps.Replace("configmaps", "pods", StringComparison.Ordinal)) : ("ConfigMap", Maps);
        var (code, body) = await cluster.Server.SendAsync("PATCH", path + "/unfit?fieldManager=me", $"apiVersion: v1\nkind: {kind}\n{fields}\n", "application/apply-patch+yaml");
        Assert.Equal((500, $"failed to create typed patch object (/; /v1, Kind={kind}): {mistakes}"), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("metadata: {creationTimestamp: soon}", "failed to convert new object (/; /v1, Kind=ConfigMap) to proper version: unable to convert unstructured object to /v1, Kind=ConfigMap: parsing time \"soon\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"soon\" as \"2006\"")]
    [InlineData("metadata: {generation: 1.5}", "failed to convert new object (/; /v1, Kind=ConfigMap) to proper version: unable to convert unstructured object to /v1, Kind=ConfigMap: cannot convert float64 to int64")]
    public async Task What_its_type_does_not_take_cannot_be_applied(string fields, string message)
    {
        var (code, body) = await cluster.Server.SendAsync("PATCH", Maps + "/unfit?fieldManager=me", $"apiVersion: v1\nkind: ConfigMap\n{fields}\n", "application/apply-patch+yaml");
        Assert.Equal((500, message), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("tailLines=x&sinceTime=soon", 400, "parsing time \"soon\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"soon\" as \"2006\"")]
    [InlineData("tailLines=x&sinceSeconds=y", 400, "strconv.ParseInt: parsing \"y\": invalid syntax")]
    [InlineData("sinceTime=2024-01-01T00:00:00Z&sinceSeconds=0&tailLines=-1", 422, "PodLogOptions \"odd\" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, : Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified]")]
    [InlineData("sinceTime=null", 404, "pods \"odd\" not found")]
    public async Task Options_of_a_log_are_read_in_their_order(string query, int expected, string message)
    {
        var (code, body) = await cluster.Server.SendAsync("GET", "/api/v1/namespaces/default/pods/odd/log?" + query);
        Assert.Equal((expected, message), (code, body.TextAt("message")));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"bound"}}""", 500, "target.name: Required value")]
    [InlineData("""{"metadata":{"name":"bound"},"target":{"kind":"Pod"}}""", 500, "[target.kind: Unsupported value: \"Pod\": supported values: \"Node\", \"<empty>\", target.name: Required value]")]
    [InlineData("""{"metadata":{"name":"other"},"target":{"name":"n"}}""", 400, "name in URL does not match name in Binding object")]
    [InlineData("""{"metadata":{"name":"bound"},"target":{"name":"n"}}""", 404, "pods \"bound\" not found")]
    public async Task A_binding_names_a_node(string binding, int expected, string message)
    {
        var (code, body) = await cluster.Server.SendAsync("POST", "/api/v1/namespaces/default/pods/bound/binding", binding);
        Assert.Equal((expected, message), (code, body.TextAt("message")));
    }

    [Fact]
    public async Task Of_a_patch_that_does_not_fit_nothing_more_is_told()
    {
        await cluster.Server.SendAsync("POST", Maps, """{"metadata":{"name":"fits"}}""");
        var (code, body) = await cluster.Server.SendAsync("PATCH", Maps + "/fits", """[{"op":"remove","path":"/data/a"}]""", "application/json-patch+json");
        Assert.Equal((422, "the server rejected our request due to an error in our request"), (code, body.TextAt("message")));
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
