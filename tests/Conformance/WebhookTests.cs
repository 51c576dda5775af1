using System.Text;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>The AdmissionWebhook behaviours, with a webhook served over TLS and reached as a service. Each test marks its namespace, to which its webhooks are confined.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Root = "/apis/admissionregistration.k8s.io/v1/";
    private const string Validating = Root + "validatingwebhookconfigurations";
    private const string Mutating = Root + "mutatingwebhookconfigurations";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private TestServer _server = null!;
    private WebhookServer _webhook = null!;

    public async Task InitializeAsync()
    {
        _webhook = await WebhookServer.StartAsync(async (http, review) =>
        {
            if (http.Request.Path == "/always-allow-delay-1s") { await Task.Delay(1500, http.RequestAborted); }
            return WebhookAnswers.Answer(http.Request.Path, review);
        }, "e2e-test-webhook.default.svc");
        _server = await TestServer.StartAsync(o => o with { ResolveService = _ => _ => _webhook.Address });
        await _server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _webhook.DisposeAsync();
    }

    [Fact]
    public async Task Discovery_documents_name_the_resources()
    {
        var (_, groups) = await _server.SendAsync("GET", "/apis");
        Assert.Contains("admissionregistration.k8s.io", groups.ToString(), StringComparison.Ordinal);
        Assert.Contains("admissionregistration.k8s.io/v1", (await _server.SendAsync("GET", "/apis/admissionregistration.k8s.io")).Body.ToString(), StringComparison.Ordinal);
        var resources = (await _server.SendAsync("GET", Root.TrimEnd('/'))).Body.ToString();
        Assert.Contains("\"mutatingwebhookconfigurations\"", resources, StringComparison.Ordinal);
        Assert.Contains("\"validatingwebhookconfigurations\"", resources, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_denies_pods_and_config_maps_on_create_update_and_patch()
    {
        await RegisterAsync(Validating, "deny", Hook("deny-unwanted-pod", "/pods", Rule("CREATE", "pods")), Hook("deny-unwanted-configmap", "/configmaps", Rule("\"CREATE\",\"UPDATE\",\"DELETE\"", "configmaps")) + """, "namespaceSelector":{"matchExpressions":[{"key":"skip-webhook-admission","operator":"NotIn","values":["yes"]}]}""",
            Hook("hangs", "/always-allow-delay-1s", Rule("CREATE", "pods"), 1) + """, "objectSelector":{"matchLabels":{"hangs":"yes"}}""");
        var (code, body) = await PodAsync("disallowed-pod", """{"webhook-e2e-test":"webhook-disallow"}""");
        Assert.Equal(403, code);
        Assert.Equal("admission webhook \"deny-unwanted-pod.k8s.io\" denied the request: the pod contains unwanted label", body.TextAt("message"));
        (code, body) = await PodAsync("hanging-pod", "{}", """{"hangs":"yes"}""");
        Assert.Equal(500, code);
        Assert.Contains("context deadline exceeded", body.TextAt("message"), StringComparison.Ordinal);

        (code, body) = await ConfigMapAsync("default", "bad", """{"webhook-e2e-test":"webhook-disallow"}""");
        Assert.Equal(403, code);
        Assert.Contains("the configmap contains unwanted key and value", body.TextAt("message"), StringComparison.Ordinal);
        Assert.Equal(201, (await ConfigMapAsync("default", "good", """{"admit":"this"}""")).Code);
        Assert.Equal(403, (await _server.SendAsync("PUT", "/api/v1/namespaces/default/configmaps/good", """{"metadata":{"name":"good"},"data":{"webhook-e2e-test":"webhook-disallow"}}""")).Code);
        Assert.Equal(403, (await _server.SendAsync("PATCH", "/api/v1/namespaces/default/configmaps/good", """{"data":{"webhook-e2e-test":"webhook-disallow"}}""", "application/merge-patch+json")).Code);

        await _server.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"exempted","labels":{"skip-webhook-admission":"yes"}}}""");
        Assert.Equal(201, (await ConfigMapAsync("exempted", "bad", """{"webhook-e2e-test":"webhook-disallow"}""")).Code);
    }

    [Fact]
    public async Task A_webhook_sees_the_old_object_and_who_asks_and_denies_deletion()
    {
        await ConfigMapAsync("default", "kept", """{"webhook-e2e-test":"webhook-nondeletable"}""");
        await RegisterAsync(Validating, "deny-delete", Hook("deny-delete", "/configmaps", Rule("DELETE", "configmaps")));
        Assert.Equal(403, (await _server.SendAsync("DELETE", "/api/v1/namespaces/default/configmaps/kept")).Code);
        Assert.Equal(403, (await _server.SendAsync("DELETE", "/api/v1/namespaces/default/configmaps?fieldSelector=metadata.name%3Dkept")).Code);
        var request = _webhook.Calls.First(static c => c.Path == "/configmaps").Body.At("request")!;
        Assert.Equal("webhook-nondeletable", request.TextAt("oldObject", "data", "webhook-e2e-test"));
        Assert.Equal("null", request.At("object")!.ToString());
        Assert.Equal(("DELETE", "kept", "default", "admin"), (request.TextAt("operation"), request.TextAt("name"), request.TextAt("namespace"), request.TextAt("userInfo", "username")));
        Assert.Equal("DeleteOptions", request.TextAt("options", "kind"));
    }

    [Fact]
    public async Task A_webhook_denies_attaching_to_a_pod()
    {
        Assert.Equal(201, (await PodAsync("to-be-attached-pod", "{}")).Code);
        await RegisterAsync(Validating, "attach", Hook("deny-attaching-pod", "/pods/attach", Rule("CONNECT", "pods/attach")));
        var (code, body) = await _server.SendAsync("POST", "/api/v1/namespaces/default/pods/to-be-attached-pod/attach?stdin=true&stdout=true&container=c");
        Assert.Equal(403, code);
        Assert.Contains("attaching to pod 'to-be-attached-pod' is not allowed", body.TextAt("message"), StringComparison.Ordinal);
        var options = _webhook.Calls.First(static c => c.Path == "/pods/attach").Body.At("request", "object")!;
        Assert.Equal(("PodAttachOptions", "c"), (options.TextAt("kind"), options.TextAt("container")));
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_called_and_fails_closed_denies_all()
    {
        var hook = Hook("fail-closed", "/configmaps", Rule("CREATE", "configmaps")).Replace(WebhookServer.CaBundle, "", StringComparison.Ordinal);
        await RegisterAsync(Validating, "closed", hook);
        var (code, body) = await ConfigMapAsync("default", "any", "{}");
        Assert.Equal((500, "InternalError"), (code, body.TextAt("reason")));
        Assert.StartsWith("Internal error occurred: failed calling webhook \"fail-closed.k8s.io\": failed to call webhook: Post ", body.TextAt("message"), StringComparison.Ordinal);
        await _server.SendAsync("PATCH", Validating + "/closed", """[{"op":"replace","path":"/webhooks/0/failurePolicy","value":"Ignore"}]""", "application/json-patch+json");
        await AwaitAsync(async () => (await ConfigMapAsync("default", "ignored", "{}")).Code == 201);
    }

    [Theory]
    [InlineData(1, "Fail", 500)]
    [InlineData(1, "Ignore", 201)]
    [InlineData(10, "Fail", 201)]
    public async Task A_time_out_is_honored(int seconds, string failurePolicy, int expected)
    {
        await RegisterAsync(Validating, "slow", Hook("slow", "/always-allow-delay-1s", Rule("CREATE", "configmaps"), seconds, failurePolicy));
        var (code, body) = await ConfigMapAsync("default", "slow", "{}");
        Assert.Equal(expected, code);
        if (code == 500) { Assert.Contains("slow?timeout=1s\": context deadline exceeded".Replace("slow", "always-allow-delay-1s", StringComparison.Ordinal), body.TextAt("message"), StringComparison.Ordinal); }
    }

    [Fact]
    public async Task Webhooks_mutate_a_config_map_one_after_the_other()
    {
        await RegisterAsync(Mutating, "mutate", Hook("adding-configmap-data-stage-1", "/mutating-configmaps", Rule("CREATE", "configmaps")), Hook("adding-configmap-data-stage-2", "/mutating-configmaps", Rule("CREATE", "configmaps")));
        var (code, body) = await ConfigMapAsync("default", "staged", """{"mutation-start":"yes"}""");
        Assert.Equal(201, code);
        Assert.Equal(("yes", "yes"), (body.TextAt("data", "mutation-stage-1"), body.TextAt("data", "mutation-stage-2")));
    }

    [Fact]
    public async Task A_webhook_that_asks_for_it_is_called_again_when_a_later_one_changed_the_object()
    {
        await RegisterAsync(Mutating, "again", Hook("second-needs-first", "/mutating-configmaps-2", Rule("CREATE", "configmaps")) + ",\"reinvocationPolicy\":\"IfNeeded\"", Hook("first", "/mutating-configmaps", Rule("CREATE", "configmaps")));
        var (_, body) = await ConfigMapAsync("default", "again", """{"mutation-start":"yes"}""");
        Assert.Equal(("yes", "yes"), (body.TextAt("data", "mutation-stage-1"), body.TextAt("data", "mutation-stage-2")));
        Assert.Equal(2, _webhook.Calls.Count(static c => c.Path == "/mutating-configmaps-2"));
        Assert.Single(_webhook.Calls, static c => c.Path == "/mutating-configmaps");
    }

    [Fact]
    public async Task A_webhook_mutates_a_pod_and_defaults_are_applied_after_it()
    {
        await RegisterAsync(Mutating, "pods", Hook("adding-init-container", "/mutating-pods", Rule("CREATE", "pods")));
        var (code, body) = await PodAsync("webhook-to-be-mutated", "{}");
        Assert.Equal(201, code);
        var container = Assert.Single(((ArrayNode)body.At("spec", "initContainers")!).Items);
        Assert.Equal(("webhook-added-init-container", "File"), (container.TextAt("name"), container.TextAt("terminationMessagePolicy")));
    }

    [Fact]
    public async Task Webhooks_neither_see_nor_change_webhook_configurations()
    {
        await RegisterAsync(Validating, "deny-configurations", Hook("deny-configurations", "/always-deny", Rule("\"*\"", "*", "\"admissionregistration.k8s.io\"")));
        await RegisterAsync(Mutating, "mutate-configurations", Hook("mutate-configurations", "/add-label", Rule("\"*\"", "*", "\"admissionregistration.k8s.io\"")));
        foreach (var kind in new[] { Validating, Mutating })
        {
            var (code, body) = await _server.SendAsync("POST", kind, """{"metadata":{"name":"dummy"}}""");
            Assert.Equal(201, code);
            Assert.Null(body.At("metadata", "labels", "webhook-added-label"));
            Assert.Equal(200, (await _server.SendAsync("DELETE", kind + "/dummy")).Code);
        }
    }

    [Fact]
    public async Task A_webhook_denies_custom_resource_definitions()
    {
        await RegisterAsync(Validating, "crds", Hook("deny-crd", "/crd", Rule("CREATE", "customresourcedefinitions", "\"apiextensions.k8s.io\"")));
        var (code, body) = await _server.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"foos.example.com","labels":{"webhook-e2e-test":"webhook-disallow"}},"spec":{"group":"example.com","scope":"Cluster","names":{"plural":"foos","singular":"foo","kind":"Foo"},
            "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
            """);
        Assert.Equal(403, code);
        Assert.Contains("the crd contains unwanted label", body.TextAt("message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rules_can_be_updated_and_patched(bool isMutating)
    {
        var (kind, path) = isMutating ? (Mutating, "/mutating-configmaps") : (Validating, "/configmaps");
        await RegisterAsync(kind, "changing", Hook("changing", path, Rule("CREATE", "configmaps")));
        var data = isMutating ? """{"mutation-start":"yes"}""" : """{"webhook-e2e-test":"webhook-disallow"}""";
        async Task<bool> ActsAsync() => await ConfigMapAsync("default", Guid.NewGuid().ToString(), data) is var (code, body) && (isMutating ? body.At("data", "mutation-stage-1") is not null : code == 403);
        Assert.True(await ActsAsync());
        var (_, stored) = await _server.SendAsync("GET", kind + "/changing");
        Assert.Equal(200, (await _server.SendAsync("PUT", kind + "/changing", stored.ToString().Replace("\"CREATE\"", "\"UPDATE\"", StringComparison.Ordinal))).Code);
        await AwaitAsync(async () => !await ActsAsync());
        Assert.Equal(200, (await _server.SendAsync("PATCH", kind + "/changing", """[{"op":"replace","path":"/webhooks/0/rules/0/operations/0","value":"CREATE"}]""", "application/json-patch+json")).Code);
        await AwaitAsync(ActsAsync);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ten_configurations_are_listed_by_label_and_deleted_as_a_collection(bool isMutating)
    {
        var (kind, path) = isMutating ? (Mutating, "/mutating-configmaps") : (Validating, "/configmaps");
        for (var i = 0; i < 10; i++) { await RegisterAsync(kind, $"list-{i}", Hook($"list-{i}", path, Rule("CREATE", "configmaps"))); }
        var (_, list) = await _server.SendAsync("GET", kind + "?labelSelector=e2e%3Dyes");
        Assert.Equal(10, ((ArrayNode)list.At("items")!).Count);
        var data = isMutating ? """{"mutation-start":"yes"}""" : """{"webhook-e2e-test":"webhook-disallow"}""";
        var (code, body) = await ConfigMapAsync("default", "before", data);
        Assert.True(isMutating ? body.TextAt("data", "mutation-stage-1") == "yes" : code == 403);
        Assert.Equal(200, (await _server.SendAsync("DELETE", kind + "?labelSelector=e2e%3Dyes")).Code);
        await AwaitAsync(async () => await ConfigMapAsync("default", Guid.NewGuid().ToString(), data) is { Code: 201 } made && made.Body.At("data", "mutation-stage-1") is null);
    }

    [Fact]
    public async Task A_dry_run_calls_only_webhooks_without_side_effects_and_warnings_reach_the_client()
    {
        await RegisterAsync(Validating, "warns", Hook("warns", "/warns", Rule("CREATE", "configmaps")));
        using var response = await _server.Client.PostAsync("/api/v1/namespaces/default/configmaps?dryRun=All", new StringContent("""{"metadata":{"name":"dry"}}""", Encoding.UTF8, "application/json"));
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal("299 - \"be careful\"", Assert.Single(response.Headers.GetValues("Warning")));
        Assert.Equal("true", _webhook.Calls.Single(static c => c.Path == "/warns").Body.At("request", "dryRun")!.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Match_conditions_are_stored_updated_and_refused_where_they_do_not_compile(bool isMutating)
    {
        var kind = isMutating ? Mutating : Validating;
        var hook = Hook("conditions", "/always-allow", Rule("CREATE", "configmaps"));
        await RegisterAsync(kind, "conditions", hook + ""","matchConditions":[{"name":"first","expression":"object.kind == 'ConfigMap'"}]""");
        var (_, stored) = await _server.SendAsync("GET", kind + "/conditions");
        var changed = stored.ToString().Replace("\"first\"", "\"second\"", StringComparison.Ordinal);
        Assert.Equal(200, (await _server.SendAsync("PUT", kind + "/conditions", changed)).Code);
        (_, stored) = await _server.SendAsync("GET", kind + "/conditions");
        Assert.Contains("{\"name\":\"second\",\"expression\":\"object.kind == 'ConfigMap'\"}", stored.ToString(), StringComparison.Ordinal);
        var (code, body) = await _server.SendAsync("POST", kind, $$"""{"metadata":{"name":"bad"},"webhooks":[{ {{hook}},"matchConditions":[{"name":"invalid-expression","expression":"... [] bad expression"}]}]}""");
        Assert.Equal(422, code);
        Assert.Contains("compilation failed", body.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_but_skip_me_config_maps_are_mutated()
    {
        await RegisterAsync(Mutating, "skip", Hook("skips", "/mutating-configmaps", Rule("CREATE", "configmaps")) + ""","matchConditions":[{"name":"skip-me","expression":"object.metadata.name != 'skip-me'"},{"name":"who","expression":"request.userInfo.username == 'admin' && request.namespace == 'default' && authorizer.group('').resource('pods').check('get').allowed()"}]""");
        Assert.Null((await ConfigMapAsync("default", "skip-me", """{"mutation-start":"yes"}""")).Body.At("data", "mutation-stage-1"));
        Assert.Equal("yes", (await ConfigMapAsync("default", "other", """{"mutation-start":"yes"}""")).Body.TextAt("data", "mutation-stage-1"));
    }

    [Fact]
    public async Task A_webhook_denies_custom_resources_on_create_update_and_delete()
    {
        var path = await DefineAsync("denied", """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""");
        await RegisterAsync(Validating, "deny-custom", Hook("deny-custom", "/custom-resource", Rule("\"CREATE\",\"UPDATE\",\"DELETE\"", "denieds", "\"example.com\"")));
        Assert.Equal(403, (await CustomAsync(path, "Denied", "bad", """{"webhook-e2e-test":"webhook-disallow"}""")).Code);
        var (code, body) = await CustomAsync(path, "Denied", "good", """{"webhook-e2e-test":"webhook-nondeletable"}""");
        Assert.True(code == 201, body.ToString());
        Assert.Equal(403, (await _server.SendAsync("PATCH", path + "/good", """{"data":{"webhook-e2e-test":"webhook-disallow"}}""", "application/merge-patch+json")).Code);
        Assert.Equal(403, (await _server.SendAsync("DELETE", path + "/good")).Code);
    }

    [Fact]
    public async Task Webhooks_mutate_custom_resources_and_what_the_schema_does_not_know_is_pruned()
    {
        var path = await DefineAsync("mutated", """{"type":"object","properties":{"data":{"type":"object","properties":{"mutation-start":{"type":"string"},"mutation-stage-1":{"type":"string"}}}}}""");
        await RegisterAsync(Mutating, "mutate-custom", Hook("first", "/mutating-configmaps", Rule("CREATE", "mutateds", "\"example.com\"")), Hook("second", "/mutating-configmaps", Rule("CREATE", "mutateds", "\"example.com\"")));
        var (code, body) = await CustomAsync(path, "Mutated", "one", """{"mutation-start":"yes"}""");
        Assert.True(code == 201, body.ToString());
        Assert.Equal("yes", body.TextAt("data", "mutation-stage-1"));
        Assert.Null(body.At("data", "mutation-stage-2"));
    }

    [Fact]
    public async Task A_custom_resource_is_mutated_whichever_version_is_stored()
    {
        var path = await DefineAsync("moved", """{"type":"object","x-kubernetes-preserve-unknown-fields":true}""");
        await RegisterAsync(Mutating, "mutate-moved", Hook("moves", "/mutating-configmaps", Rule("\"CREATE\",\"UPDATE\"", "moveds", "\"example.com\"")));
        Assert.Equal("yes", (await CustomAsync(path, "Moved", "one", """{"mutation-start":"yes"}""")).Body.TextAt("data", "mutation-stage-1"));
        var (code, body) = await _server.SendAsync("PATCH", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/moveds.example.com",
            """[{"op":"replace","path":"/spec/versions/0/storage","value":false},{"op":"replace","path":"/spec/versions/1/storage","value":true}]""", "application/json-patch+json");
        Assert.True(code == 200, body.ToString());
        (code, body) = await _server.SendAsync("PATCH", path + "/one", """{"data":{"dummy":"test"}}""", "application/merge-patch+json");
        Assert.True(code == 200, body.ToString());
        Assert.Equal(("test", "yes", "yes"), (body.TextAt("data", "dummy"), body.TextAt("data", "mutation-stage-1"), body.TextAt("data", "mutation-stage-2")));
    }

    // Answers the path of its objects in the default namespace, when it is served.
    private async Task<string> DefineAsync(string singular, string schema)
    {
        var kind = char.ToUpperInvariant(singular[0]) + singular[1..];
        string Version(string name, string isStored) => $$"""{"name":"{{name}}","served":true,"storage":{{isStored}},"schema":{"openAPIV3Schema":{{schema}} } }""";
        var (code, body) = await _server.SendAsync("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", $$"""
            {"metadata":{"name":"{{singular}}s.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"{{singular}}s","singular":"{{singular}}","kind":"{{kind}}"},
            "versions":[{{Version("v1", "true")}},{{Version("v2", "false")}}]} }
            """);
        Assert.True(code == 201, body.ToString());
        var path = $"/apis/example.com/v1/namespaces/default/{singular}s";
        await AwaitAsync(async () => (await _server.SendAsync("GET", path)).Code == 200);
        return path;
    }

    private Task<(int Code, ObjectNode Body)> CustomAsync(string path, string kind, string name, string data) =>
        _server.SendAsync("POST", path, $$"""{"kind":"{{kind}}","apiVersion":"example.com/v1","metadata":{"name":"{{name}}"},"data":{{data}} }""");

    private async Task RegisterAsync(string kind, string name, params string[] hooks)
    {
        var list = string.Join(",", hooks.Select(static h => "{" + h + "}"));
        var (code, body) = await _server.SendAsync("POST", kind, $$"""{"metadata":{"name":"{{name}}","labels":{"e2e":"yes"} },"webhooks":[{{list}}]}""");
        Assert.True(code == 201, body.ToString());
        // A read at the newest revision waits until the server has taken it in.
        await _server.SendAsync("GET", $"{kind}/{name}");
    }

    private static string Hook(string name, string path, string rule, int seconds = 10, string failurePolicy = "Fail") => $$"""
        "name":"{{name}}.k8s.io","rules":[{{rule}}],"clientConfig":{"service":{"namespace":"default","name":"e2e-test-webhook","path":"{{path}}","port":8443},"caBundle":"{{WebhookServer.CaBundle}}"},
        "sideEffects":"None","admissionReviewVersions":["v1","v1beta1"],"timeoutSeconds":{{seconds}},"failurePolicy":"{{failurePolicy}}"
        """;

    private static string Rule(string operations, string resource, string group = "\"\"") =>
        $$"""{"operations":[{{(operations.StartsWith('"') ? operations : $"\"{operations}\"")}}],"apiGroups":[{{group}}],"apiVersions":["v1"],"resources":["{{resource}}"]}""";

    private Task<(int Code, ObjectNode Body)> ConfigMapAsync(string ns, string name, string data) =>
        _server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", $$"""{"metadata":{"name":"{{name}}"},"data":{{data}} }""");

    private Task<(int Code, ObjectNode Body)> PodAsync(string name, string labels, string more = "{}")
    {
        var all = more == "{}" ? labels : more;
        return _server.SendAsync("POST", "/api/v1/namespaces/default/pods", $$"""{"metadata":{"name":"{{name}}","labels":{{all}} },"spec":{"containers":[{"name":"c","image":"i"}]} }""");
    }

    private static async Task AwaitAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(_patience);
        while (!await holds()) { await Task.Delay(20, limit.Token); }
    }
}
