using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Security;

/// <summary>No way of writing goes round admission, and no part of a pod is out of its sight.</summary>
public sealed class AdmissionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Privileged = "\"securityContext\":{\"privileged\":true}";

    [Theory]
    [InlineData("PUT", "application/json", """{"metadata":{"name":"c"},"data":{"level":"bad"}}""")]
    [InlineData("PATCH", "application/merge-patch+json", """{"data":{"level":"bad"}}""")]
    [InlineData("PATCH", "application/strategic-merge-patch+json", """{"data":{"level":"bad"}}""")]
    [InlineData("PATCH", "application/json-patch+json", """[{"op":"add","path":"/data/level","value":"bad"}]""")]
    [InlineData("PATCH", "application/apply-patch+yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {level: bad}")]
    public async Task A_patch_of_any_sort_is_admitted_as_the_object_it_makes(string method, string type, string body)
    {
        var ns = await cluster.NamespaceAsync();
        await cluster.Server.SendAsync("POST", "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", """{"metadata":{"name":"no-bad"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["configmaps"]}]},"validations":[{"expression":"!has(object.data) || !('level' in object.data) || object.data.level != 'bad'","message":"bad is refused"}]}}""");
        await cluster.Server.SendAsync("POST", "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings", """{"metadata":{"name":"no-bad"},"spec":{"policyName":"no-bad","validationActions":["Deny"]}}""");
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c"},"data":{"level":"good"}}""")).Code);
        await CustomResourceKit.UntilAsync(async () => (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps?dryRun=All", """{"metadata":{"name":"probe"},"data":{"level":"bad"}}""")).Code == 422, "the policy to count");
        var query = type == "application/apply-patch+yaml" ? "?fieldManager=m&force=true" : "";
        var (code, answer) = await cluster.Server.SendAsync(method, $"/api/v1/namespaces/{ns}/configmaps/c{query}", body, type);
        Assert.Equal(422, code);
        Assert.Contains("bad is refused", answer.TextAt("message"), StringComparison.Ordinal);
        Assert.Equal("good", (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/configmaps/c")).Body.TextAt("data", "level"));
    }

    [Fact]
    public async Task Containers_of_every_sort_are_held_to_the_namespaces_level()
    {
        var ns = await cluster.NamespaceAsync("""{"pod-security.kubernetes.io/enforce":"baseline"}""");
        async Task<int> CreateAsync(string spec) => (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", $$"""{"metadata":{"generateName":"p-"},"spec":{ {{spec}} } }""")).Code;
        Assert.Equal(201, await CreateAsync("""  "containers":[{"name":"c","image":"i"}]"""));
        Assert.Equal(403, await CreateAsync($$"""  "containers":[{"name":"c","image":"i",{{Privileged}} }]"""));
        Assert.Equal(403, await CreateAsync($$"""  "containers":[{"name":"c","image":"i"}],"initContainers":[{"name":"d","image":"i",{{Privileged}} }]"""));
        Assert.Equal(403, await CreateAsync($$"""  "containers":[{"name":"c","image":"i"}],"initContainers":[{"name":"d","image":"i","restartPolicy":"Always",{{Privileged}} }]"""));
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"plain"},"spec":{"containers":[{"name":"c","image":"i"}]}}""")).Code);
        var path = $"/api/v1/namespaces/{ns}/pods/plain/ephemeralcontainers";
        Assert.Equal(403, (await cluster.Server.SendAsync("PATCH", path, $$"""{"spec":{"ephemeralContainers":[{"name":"e","image":"i",{{Privileged}} }]} }""", "application/strategic-merge-patch+json")).Code);
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", path, """{"spec":{"ephemeralContainers":[{"name":"e","image":"i"}]}}""", "application/strategic-merge-patch+json")).Code);
    }

    [Fact]
    public async Task Images_are_pulled_anew_for_containers_of_every_sort()
    {
        await using var server = await TestServer.StartAsync(static o => o with { EnabledAdmission = ["AlwaysPullImages"] });
        await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var (code, pod) = await server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","imagePullPolicy":"Never"}],"initContainers":[{"name":"d","image":"i","imagePullPolicy":"Never"}]}}""");
        Assert.Equal(201, code);
        Assert.Equal(["Always", "Always"], new[] { "containers", "initContainers" }.Select(f => ((ArrayNode)pod.At("spec", f)!)[0].TextAt("imagePullPolicy")));
        var (_, changed) = await server.SendAsync("PATCH", "/api/v1/namespaces/default/pods/p/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"e","image":"i","imagePullPolicy":"Never"}]}}""", "application/strategic-merge-patch+json");
        Assert.Equal("Always", ((ArrayNode)changed.At("spec", "ephemeralContainers")!)[0].TextAt("imagePullPolicy"));
    }

    [Theory]
    [InlineData("""  "containers":[{"name":"c","image":"i","envFrom":[{"secretRef":{"name":"s"}}]}]""", "secrets")]
    [InlineData("""  "containers":[{"name":"c","image":"i","env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"m","key":"k"}}}]}]""", "configmaps")]
    [InlineData("""  "containers":[{"name":"c","image":"i"}],"initContainers":[{"name":"d","image":"i","envFrom":[{"secretRef":{"name":"s"}}]}]""", "secrets")]
    [InlineData("""  "containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"secret":{"name":"s"}}]}}]""", "secrets")]
    [InlineData("""  "containers":[{"name":"c","image":"i"}],"imagePullSecrets":[{"name":"s"}]""", "secrets")]
    public async Task A_mirror_pod_reaches_no_object_by_whatever_part(string spec, string resource)
    {
        await cluster.Server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n1"}}""");
        await using var server = await TestServer.StartAsync(static o => o with { EnabledAdmission = ["NodeRestriction"], DisabledAdmission = ["ServiceAccount"] });
        var (_, node) = await server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"n1"}}""");
        var body = $$"""{"metadata":{"name":"m","annotations":{"kubernetes.io/config.mirror":"x"},"ownerReferences":[{"apiVersion":"v1","kind":"Node","name":"n1","uid":"{{node.TextAt("metadata", "uid")}}","controller":true}]},"spec":{"nodeName":"n1",{{spec}} } }""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/namespaces/default/pods") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("Impersonate-User", "system:node:n1");
        request.Headers.Add("Impersonate-Group", "system:nodes");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(403, (int)response.StatusCode);
        Assert.Contains($"can not create pods that reference {resource}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_sees_scales_bindings_and_evictions_as_what_they_are()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, review) => Task.FromResult<ObjectNode?>(
            ObjectNode.Of(("kind", "AdmissionReview"), ("apiVersion", "admission.k8s.io/v1"), ("response", ObjectNode.Of(("uid", review.At("request", "uid")), ("allowed", review.TextAt("request", "name") != "kept"))))));
        var ns = await cluster.NamespaceAsync("""{"parts":"yes"}""");
        await cluster.Server.SendAsync("POST", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", $$"""{"metadata":{"name":"parts"},"webhooks":[{"name":"parts.example.org","sideEffects":"None","admissionReviewVersions":["v1"],"namespaceSelector":{"matchLabels":{"parts":"yes"} },"clientConfig":{"url":"{{webhook.Url}}","caBundle":"{{WebhookServer.CaBundle}}"},"rules":[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["deployments/scale","pods/binding","pods/eviction"]}]}]}""");
        foreach (var name in (string[])["moved", "kept"]) { Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods", $$"""{"metadata":{"name":"{{name}}"},"spec":{"containers":[{"name":"c","image":"i"}]} }""")).Code); }
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/apis/apps/v1/namespaces/{ns}/deployments", """{"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""")).Code);
        await cluster.Server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"zoned","labels":{"topology.kubernetes.io/zone":"z1"}}}""");
        await CustomResourceKit.UntilAsync(async () =>
        {
            await cluster.Server.SendAsync("PATCH", $"/apis/apps/v1/namespaces/{ns}/deployments/d/scale?dryRun=All", """{"spec":{"replicas":7}}""", "application/merge-patch+json");
            return !webhook.Calls.IsEmpty;
        }, "the webhook to be asked");
        webhook.Calls.Clear();
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", $"/apis/apps/v1/namespaces/{ns}/deployments/d/scale", """{"spec":{"replicas":3}}""", "application/merge-patch+json")).Code);
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", $"/apis/apps/v1/namespaces/{ns}/deployments/d/scale?fieldManager=m&force=true", """{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"d"},"spec":{"replicas":4}}""", "application/apply-patch+yaml")).Code);
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods/moved/binding", """{"kind":"Binding","apiVersion":"v1","metadata":{"name":"moved"},"target":{"kind":"Node","name":"zoned"}}""")).Code);
        Assert.NotEqual(201, (await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/pods/kept/eviction", """{"kind":"Eviction","apiVersion":"policy/v1","metadata":{"name":"kept"}}""")).Code);
        var seen = webhook.Calls.Select(static c => c.Body.At("request")!).ToArray();
        Assert.Equal(["UPDATE Scale Scale Scale", "UPDATE Scale Scale Scale", "CREATE Binding Binding ", "CREATE Eviction Eviction "], seen.Select(static r => $"{r.TextAt("operation")} {r.TextAt("kind", "kind")} {r.TextAt("object", "kind")} {r.TextAt("oldObject", "kind")}"));
        Assert.Equal(("1", "3"), (seen[0].At("oldObject", "spec", "replicas")!.ToString(), seen[0].At("object", "spec", "replicas")!.ToString()));
        var (_, moved) = await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/moved");
        Assert.Equal(("zoned", "z1"), (moved.TextAt("spec", "nodeName"), moved.TextAt("metadata", "labels", "topology.kubernetes.io/zone")));
        Assert.Null((await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}/pods/kept")).Body.At("metadata", "deletionTimestamp"));
        await cluster.Server.SendAsync("DELETE", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/parts");
    }

    [Fact]
    public async Task A_webhook_sees_the_object_as_it_was()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, review) => Task.FromResult<ObjectNode?>(
            ObjectNode.Of(("kind", "AdmissionReview"), ("apiVersion", "admission.k8s.io/v1"), ("response", ObjectNode.Of(("uid", review.At("request", "uid")), ("allowed", true))))));
        var ns = await cluster.NamespaceAsync("""{"watched":"yes"}""");
        await cluster.Server.SendAsync("POST", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", $$"""{"metadata":{"name":"old"},"webhooks":[{"name":"old.example.org","sideEffects":"None","admissionReviewVersions":["v1"],"namespaceSelector":{"matchLabels":{"watched":"yes"} },"clientConfig":{"url":"{{webhook.Url}}","caBundle":"{{WebhookServer.CaBundle}}"},"rules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}]}""");
        await CustomResourceKit.UntilAsync(async () =>
        {
            await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps?dryRun=All", """{"metadata":{"name":"probe"}}""");
            return !webhook.Calls.IsEmpty;
        }, "the webhook to be asked");
        webhook.Calls.Clear();
        await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c"},"data":{"a":"1"}}""");
        await cluster.Server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}/configmaps/c", """{"data":{"a":"2"}}""", "application/merge-patch+json");
        await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}/configmaps/c");
        var seen = webhook.Calls.Select(static c => c.Body.At("request")!).Select(static r => $"{r.TextAt("operation")} was {r.TextAt("oldObject", "data", "a")} is {r.TextAt("object", "data", "a")}");
        Assert.Equal(["CREATE was  is 1", "UPDATE was 1 is 2", "DELETE was 2 is "], seen);
        await cluster.Server.SendAsync("DELETE", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/old");
    }
}
