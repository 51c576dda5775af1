using System.Text.RegularExpressions;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>What is posted to an object (evictions, tokens) and reviews, as nobody means it; the answers are upstream's.</summary>
public sealed class OddPostTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Core = "/api/v1/namespaces/default/", Auth = "/apis/authorization.k8s.io/v1/";

    [Theory]
    [InlineData("pods/e/eviction", "", "", 400, "the object provided is unrecognized (must be of type Eviction): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("pods/e/eviction", "", "{}", 400, "name in URL does not match name in Eviction object")]
    [InlineData("pods/e/eviction", "", """{"metadata":{"name":"other","namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("pods/e/eviction", "", """{"metadata":{"name":"e"},"apiVersion":"v1","kind":"Eviction"}""", 400, "Eviction in version \"v1\" cannot be handled as a Eviction: no kind \"Eviction\" is registered for version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("pods/e/eviction", "", """{"metadata":{"name":"e"},"apiVersion":"policy/v1beta1","kind":"Eviction"}""", 404, "pods \"e\" not found")]
    [InlineData("pods/e/eviction", "?dryRun=All", """{"metadata":{"name":"e"},"deleteOptions":{"dryRun":["All","All"]}}""", 500, "Non-matching dry-run options in request and content: [All] and [All All]")]
    [InlineData("pods/e/eviction", "", """{"metadata":{"name":"e"},"deleteOptions":{"ignoreStoreReadErrorWithClusterBreakingPotential":true}}""", 422, "Eviction.policy \"e\" is invalid: deleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential: Invalid value: true: can not be set for pod eviction, try after removing the option")]
    [InlineData("pods/here/eviction", "", """{"metadata":{"name":"here"},"deleteOptions":{"dryRun":["Some"]}}""", 422, "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"")]
    [InlineData("pods/here/eviction", "?dryRun=All", """{"metadata":{"name":"here"},"deleteOptions":{"propagationPolicy":"Odd","orphanDependents":true}}""", 422, "DeleteOptions.meta.k8s.io \"\" is invalid: [propagationPolicy: Invalid value: \"Odd\": orphanDependents and deletionPropagation cannot be both set, propagationPolicy: Unsupported value: \"Odd\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"]")]
    [InlineData("pods/here/eviction", "", """{"metadata":{"name":"here"},"deleteOptions":{"preconditions":{"resourceVersion":"1"}}}""", 409, null)]
    [InlineData("serviceaccounts/none/token", "", """{"metadata":{"name":"other"},"spec":{"audiences":null}}""", 422, "TokenRequest.authentication.k8s.io \"none\" is invalid: metadata.name: Invalid value: \"other\": must match the service account name if specified")]
    [InlineData("serviceaccounts/none/token", "", """{"spec":{"expirationSeconds":1}}""", 404, "serviceaccounts \"none\" not found")]
    [InlineData("serviceaccounts/a/token", "", """{"metadata":{"uid":"u"},"spec":{"expirationSeconds":1}}""", 409, null)]
    [InlineData("serviceaccounts/a/token", "", """{"spec":{"expirationSeconds":1}}""", 422, "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes")]
    [InlineData("serviceaccounts/a/token", "", """{"spec":{"expirationSeconds":4294967297}}""", 422, "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds")]
    [InlineData("serviceaccounts/a/token", "", """{"spec":{"boundObjectRef":{"kind":"Deployment","apiVersion":"apps/v1","name":"d"}}}""", 400, "cannot bind token to object of type apps/v1, Kind=Deployment")]
    [InlineData("serviceaccounts/a/token", "", """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"here"}}}""", 400, "cannot bind token for serviceaccount \"a\" to pod running with different serviceaccount name.")]
    [InlineData("serviceaccounts/a/token", "", "", 400, "the object provided is unrecognized (must be of type TokenRequest): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("configmaps", "", "{\"metadata\":{\"name\":\"a-name-of-more-than-thirty-letters\"", 400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({\"metadata\":{\"name\":\"a-name-of ...)")]
    public async Task What_is_posted_to_an_object_is_read_in_upstreams_order(string path, string query, string body, int expected, string? message)
    {
        await cluster.Server.SendAsync("POST", Core + "serviceaccounts", """{"metadata":{"name":"default"}}""");
        await cluster.Server.SendAsync("POST", Core + "serviceaccounts", """{"metadata":{"name":"a"}}""");
        await cluster.Server.SendAsync("POST", Core + "pods", """{"metadata":{"name":"here"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");
        var (code, answer) = await cluster.Server.SendAsync("POST", $"{Core}{path}{query}", body);
        Assert.Equal((expected, message ?? answer.TextAt("message")), (code, answer.TextAt("message")));
    }

    [Theory]
    [InlineData("""{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}""", 429, "The disruption budget b needs 1 healthy pods and has 1 currently")]
    [InlineData("""{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":2,"desiredHealthy":1,"expectedPods":2}""", 429, "The disruption budget b does not allow evicting pods currently")]
    [InlineData("""{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":2,"desiredHealthy":1,"expectedPods":2,"conditions":[{"type":"DisruptionAllowed","status":"False","reason":"Odd","message":"why","lastTransitionTime":"2024-01-01T00:00:00Z"}]}""", 429, "The disruption budget b does not allow evicting pods currently (Odd): why")]
    [InlineData("""{"observedGeneration":1,"disruptionsAllowed":0,"currentHealthy":0,"desiredHealthy":1,"expectedPods":2,"conditions":[{"type":"DisruptionAllowed","status":"False","reason":"SyncFailed","message":"why","lastTransitionTime":"2024-01-01T00:00:00Z"}]}""", 429, "The disruption budget b does not allow evicting pods currently because it failed sync: why")]
    [InlineData("""{"observedGeneration":0,"disruptionsAllowed":1,"currentHealthy":1,"desiredHealthy":1,"expectedPods":1}""", 429, "The disruption budget b is still being processed by the server.")]
    [InlineData("""{"observedGeneration":1,"disruptionsAllowed":1,"currentHealthy":2,"desiredHealthy":1,"expectedPods":2}""", 201, "InsufficientPods")]
    public async Task A_budget_that_allows_no_eviction_says_why(string status, int expected, string said)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p","labels":{"a":"b"}},"spec":{"nodeName":"nowhere","containers":[{"name":"c","image":"i"}]}}""");
        await cluster.Server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}/pods/p/status", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""", "application/merge-patch+json");
        var budgets = $"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets";
        await cluster.Server.SendAsync("POST", budgets, """{"metadata":{"name":"b"},"spec":{"selector":{"matchLabels":{"a":"b"}}}}""");
        await cluster.Server.SendAsync("PATCH", budgets + "/b/status", $$"""{"status":{{status}} }""", "application/merge-patch+json");
        await CustomResourceKit.UntilAsync(async () => (await cluster.Server.SendAsync("GET", budgets + "/b")).Body.At("status", "currentHealthy") is not null, "the budget");
        var (code, answer) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods/p/eviction", """{"metadata":{"name":"p"}}""");
        var budget = (await cluster.Server.SendAsync("GET", budgets + "/b")).Body;
        Assert.Equal((expected, said), (code, expected == 201 ? (budget.At("status", "conditions") as ArrayNode)?[0].TextAt("reason") : (answer.At("details", "causes") as ArrayNode)?[0].TextAt("message")));
    }

    [Theory]
    [InlineData("subjectaccessreviews", "{}", "[spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified, spec.user: Invalid value: \"\": at least one of user or group must be specified]")]
    [InlineData("subjectaccessreviews", """{"metadata":{"name":"x","namespace":"y","uid":"z","labels":{},"deletionTimestamp":"2024-01-01T00:00:00Z"},"spec":{"user":"u","nonResourceAttributes":{}}}""", "metadata: Invalid value: {\"name\":\"x\",\"managedFields\":[{\"manager\":\"unknown\",\"operation\":\"Update\",\"apiVersion\":\"authorization.k8s.io/v1\",\"time\":\"T\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:spec\":{\"f:nonResourceAttributes\":{},\"f:user\":{}}}}]}: must be empty")]
    [InlineData("subjectaccessreviews", """{"spec":{"user":"u","resourceAttributes":{"fieldSelector":{},"labelSelector":{"rawSelector":"a","requirements":[{"key":"!","operator":"Odd"},{"key":"b","operator":"In"}]}}}}""", "[spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required, spec.resourceAttributes.labelSelector.rawSelector: Invalid value: \"a\": may not specified at the same time as requirements, spec.resourceAttributes.labelSelector.requirements[0].key: Invalid value: \"!\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'), spec.resourceAttributes.labelSelector.requirements[1].values: Required value: must be specified when `operator` is 'In' or 'NotIn']")]
    [InlineData("selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"fieldSelector":{"requirements":[{"operator":"Exists","values":["a"]}]}}}}""", "[spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be specified, spec.resourceAttributes.fieldSelector.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist']")]
    [InlineData("namespaces/default/localsubjectaccessreviews", """{"metadata":{"namespace":"default","labels":{"a":"b"}},"spec":{"user":"u","resourceAttributes":{"namespace":"x"},"nonResourceAttributes":{"path":"/x","verb":"y"}}}""", "[spec.nonResourceAttributes: Invalid value: {\"Path\":\"/x\",\"Verb\":\"y\"}: cannot be specified in combination with resourceAttributes, metadata: Invalid value: {\"namespace\":\"default\",\"labels\":{\"a\":\"b\"},\"managedFields\":[{\"manager\":\"unknown\",\"operation\":\"Update\",\"apiVersion\":\"authorization.k8s.io/v1\",\"time\":\"T\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:a\":{}}},\"f:spec\":{\"f:nonResourceAttributes\":{\".\":{},\"f:path\":{},\"f:verb\":{}},\"f:resourceAttributes\":{\".\":{},\"f:namespace\":{}},\"f:user\":{}}}}]}: must be empty except for namespace, spec.resourceAttributes.namespace: Invalid value: \"x\": must match metadata.namespace, spec.nonResourceAttributes: Invalid value: {\"Path\":\"/x\",\"Verb\":\"y\"}: disallowed on this kind of request]")]
    public async Task What_is_wrong_with_a_review_is_told_in_upstreams_order(string path, string body, string causes)
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", Auth + path, body);
        Assert.Equal((422, ".authorization.k8s.io \"\" is invalid: " + causes), (code, Regex.Replace(answer.TextAt("message")!, "\"time\":\"[^\"]*\"", "\"time\":\"T\"")));
    }

    [Theory]
    [InlineData("fieldSelector", """{"rawSelector":"((("}""", "spec.resourceAttributes.fieldSelector ignored due to parse error")]
    [InlineData("labelSelector", """{"rawSelector":"a=b"}""", null)]
    [InlineData("labelSelector", """{"requirements":[{"key":"a","operator":"Odd"},{"key":"b","operator":"Exists"}]}""", "spec.resourceAttributes.labelSelector partially ignored due to parse error")]
    [InlineData("fieldSelector", """{"requirements":[{"key":"a","operator":"Exists"}]}""", "spec.resourceAttributes.fieldSelector ignored due to parse error")]
    public async Task What_of_a_selector_is_not_understood_is_told(string field, string selector, string? mistake)
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", Auth + "selfsubjectaccessreviews", $$"""{"spec":{"resourceAttributes":{"verb":"list","resource":"pods","{{field}}":{{selector}}} } }""");
        Assert.Equal((201, mistake), (code, answer.TextAt("status", "evaluationError")));
    }

    [Fact]
    public async Task A_review_of_rules_does_not_repeat_what_was_asked()
    {
        var (code, answer) = await cluster.Server.SendAsync("POST", Auth + "selfsubjectrulesreviews", """{"metadata":{"name":"x"},"spec":{"namespace":"default"}}""");
        Assert.Equal((201, ObjectNode.Empty, ObjectNode.Empty), (code, answer.At("spec"), answer.At("metadata")));
    }

    [Theory]
    [InlineData("/apis/coordination.k8s.io/v1/namespaces/default/leases", "{}", "leases.coordination.k8s.io")]
    [InlineData("/apis/policy/v1/namespaces/default/poddisruptionbudgets", "{}", "poddisruptionbudgets.policy")]
    [InlineData(Core + "configmaps", "{}", null)]
    public async Task Of_some_kinds_an_update_says_at_which_version_it_is_aimed(string path, string spec, string? resource)
    {
        var body = $$"""{"metadata":{"name":"aimed"},"spec":{{spec}} }""";
        await cluster.Server.SendAsync("POST", path, body);
        var (code, answer) = await cluster.Server.SendAsync("PUT", path + "/aimed", body);
        Assert.Equal(resource is null ? (200, null) : (422, resource + " \"aimed\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update"), (code, answer.TextAt("message")));
    }

    [Fact]
    public async Task An_update_that_means_another_object_is_refused_and_a_patch_cannot_make_it_another()
    {
        var made = (await cluster.Server.SendAsync("POST", Core + "services", """{"metadata":{"name":"meant"},"spec":{"ports":[{"port":80}]}}""")).Body;
        var (code, answer) = await cluster.Server.SendAsync("PUT", Core + "services/meant", """{"metadata":{"name":"meant","uid":"u"},"spec":{"ports":[{"port":80}]}}""");
        Assert.Equal((409, "Operation cannot be fulfilled on services \"meant\": StorageError: invalid object, Code: 4, Key: /registry/services/specs/default/meant, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: u, UID in object meta: " + made.TextAt("metadata", "uid")), (code, answer.TextAt("message")));
        (code, answer) = await cluster.Server.SendAsync("PATCH", Core + "services/meant", """{"metadata":{"uid":"u"}}""", "application/merge-patch+json");
        Assert.Equal((422, true), (code, answer.TextAt("message")!.Contains("metadata.uid: Invalid value: \"u\": field is immutable", StringComparison.Ordinal)));
    }
}
