using KubeSharp.ApiServer.Registry.Kinds;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

public sealed class PodTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Merge = "application/merge-patch+json";

    private async Task<string> PodAsync(string spec = """{"containers":[{"name":"c","image":"i:1"}]}""")
    {
        var path = $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/pods";
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path, $$"""{"metadata":{"name":"p"},"spec":{{spec}}}""")).Code);
        return path + "/p";
    }

    [Fact]
    public async Task The_image_of_a_container_may_change()
    {
        var path = await PodAsync();
        var (code, pod) = await cluster.Server.SendAsync("PATCH", path, """{"spec":{"containers":[{"name":"c","image":"i:2"}]}}""", "application/strategic-merge-patch+json");
        Assert.Equal(200, code);
        Assert.Equal("i:2", ((ArrayNode)pod.At("spec", "containers")!)[0].TextAt("image"));
        Assert.Equal(2, ((NumberNode)pod.At("metadata", "generation")!).Integer);
    }

    [Fact]
    public async Task A_pod_with_amounts_of_its_own_asks_for_what_its_containers_do()
    {
        var path = await PodAsync("""{"resources":{"limits":{"cpu":"2","memory":"1Gi"}},"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"500m"}}},{"name":"b","image":"i","resources":{"requests":{"cpu":"250m"}}}]}""");
        var pod = (await cluster.Server.SendAsync("GET", path)).Body;
        Assert.Equal(("750m", "1Gi"), (pod.TextAt("spec", "resources", "requests", "cpu"), pod.TextAt("spec", "resources", "requests", "memory")));
    }

    [Theory]
    [InlineData("""{"resources":{"requests":{"cpu":"1"}},"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"2"}}}]}""", "spec.resources.requests[cpu]: Invalid value: \"1\": must be greater than or equal to aggregate container requests of 2")]
    [InlineData("""{"resources":{"limits":{"cpu":"1"}},"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"1"},"limits":{"cpu":"2"}}}]}""", "spec.resources.containers[0][cpu].limits: Invalid value: \"2\": must be less than or equal to pod limits of 1")]
    public async Task A_container_takes_no_more_than_its_pod(string spec, string cause)
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/pods", $$"""{"metadata":{"name":"p"},"spec":{{spec}}}""");
        Assert.Equal(422, code);
        Assert.Contains(cause, refused.TextAt("message"));
    }

    [Theory]
    [InlineData("""{"spec":{"nodeName":"n1"}}""")]
    [InlineData("""{"spec":{"restartPolicy":"Never"}}""")]
    [InlineData("""{"spec":{"hostNetwork":true}}""")]
    [InlineData("""{"spec":{"serviceAccountName":"other"}}""")]
    public async Task Nearly_all_else_of_a_spec_may_not_change(string patch)
    {
        var path = await PodAsync();
        var (code, refused) = await cluster.Server.SendAsync("PATCH", path, patch, Merge);
        Assert.Equal(422, code);
        Assert.Contains("spec: Forbidden: pod updates may not change fields other than", refused.TextAt("message"));
    }

    [Fact]
    public async Task Containers_may_not_be_added()
    {
        var (code, refused) = await cluster.Server.SendAsync("PATCH", await PodAsync(), """{"spec":{"containers":[{"name":"c","image":"i:1"},{"name":"d","image":"i"}]}}""", Merge);
        Assert.Equal((422, "Pod \"p\" is invalid: spec.containers: Forbidden: pod updates may not add or remove containers"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task Binding_sets_the_node_once()
    {
        var path = await PodAsync();
        Assert.Equal(201, (await cluster.Server.SendAsync("POST", path + "/binding", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n1"}}""")).Code);
        Assert.Equal("n1", (await cluster.Server.SendAsync("GET", path)).Body.TextAt("spec", "nodeName"));
        Assert.Equal(409, (await cluster.Server.SendAsync("POST", path + "/binding", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n2"}}""")).Code);
    }

    [Fact]
    public async Task A_write_of_the_spec_leaves_the_status_and_one_of_the_status_the_spec()
    {
        var path = await PodAsync();
        var (_, pod) = await cluster.Server.SendAsync("PATCH", path, """{"status":{"phase":"Running"}}""", Merge);
        Assert.Equal("Pending", pod.TextAt("status", "phase"));
        (_, pod) = await cluster.Server.SendAsync("PATCH", path + "/status", """{"status":{"phase":"Running"},"spec":{"restartPolicy":"Never"}}""", Merge);
        Assert.Equal(("Running", "Always", "BestEffort"), (pod.TextAt("status", "phase"), pod.TextAt("spec", "restartPolicy"), pod.TextAt("status", "qosClass")));
    }

    [Fact]
    public async Task A_pod_on_a_node_stays_for_its_grace_period_and_goes_when_the_kubelet_says_so()
    {
        var path = await PodAsync();
        await cluster.Server.SendAsync("POST", path + "/binding", """{"metadata":{"name":"p"},"target":{"kind":"Node","name":"n1"}}""");
        var (_, pod) = await cluster.Server.SendAsync("DELETE", path);
        Assert.Equal(30, ((NumberNode)pod.At("metadata", "deletionGracePeriodSeconds")!).Integer);
        Assert.Equal(200, (await cluster.Server.SendAsync("DELETE", path, """{"gracePeriodSeconds":0}""")).Code);
        Assert.Equal(404, (await cluster.Server.SendAsync("GET", path)).Code);
    }

    [Fact]
    public async Task A_pod_without_a_node_goes_at_once()
    {
        var path = await PodAsync();
        Assert.Equal(200, (await cluster.Server.SendAsync("DELETE", path)).Code);
        Assert.Equal(404, (await cluster.Server.SendAsync("GET", path)).Code);
    }

    [Fact]
    public async Task Privileged_containers_are_refused_where_the_server_allows_none()
    {
        const string Spec = """{"containers":[{"name":"c","image":"i","securityContext":{"privileged":true}}],"initContainers":[{"name":"d","image":"i","securityContext":{"privileged":false}}]}""";
        await using var server = await TestServer.StartAsync(static o => o with { AllowsPrivileged = false });
        await server.SendAsync("POST", "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"default"}}""");
        (string Path, string Body, string Field)[] asked =
        [
            ("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":SPEC}""", "spec"),
            ("/apis/apps/v1/namespaces/default/deployments", """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":SPEC}}}""", "spec.template.spec"),
            ("/apis/batch/v1/namespaces/default/cronjobs", """{"metadata":{"name":"j"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never",SPEC}}}}}""".Replace("{\"restartPolicy\":\"Never\",SPEC}", "{\"restartPolicy\":\"Never\"," + Spec[1..] + "}", StringComparison.Ordinal), "spec.jobTemplate.spec.template.spec"),
        ];
        foreach (var (path, body, field) in asked)
        {
            var (code, refused) = await server.SendAsync("POST", path, body.Replace("SPEC", Spec, StringComparison.Ordinal));
            Assert.Equal((422, $"{field}.containers[0].securityContext.privileged: Forbidden: disallowed by cluster policy"), (code, refused.TextAt("message")!.Split(" is invalid: ")[^1]));
        }
    }

    [Fact]
    public async Task Nulls_among_the_items_of_a_list_are_empty_items()
    {
        var (code, refused) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{await cluster.NamespaceAsync()}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i","ports":[null]},null]}}""");
        Assert.Equal(422, code);
        Assert.Contains("spec.containers[0].ports[0].containerPort: Required value", refused.TextAt("message"));
        Assert.Contains("spec.containers[1].name: Required value", refused.TextAt("message"));
    }

    [Theory]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1","memory":"1Gi"}}""", "Guaranteed")]
    [InlineData("""{"requests":{"cpu":"1"}}""", "Burstable")]
    [InlineData("""{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m","memory":"1Gi"}}""", "Burstable")]
    [InlineData("{}", "BestEffort")]
    public void The_class_of_service_follows_requests_and_limits(string resources, string expected) =>
        Assert.Equal(expected, PodRules.QosClass((ObjectNode)Node.Parse($$"""{"containers":[{"name":"c","resources":{{resources}}}]}""")));

    [Theory]
    [InlineData("nginx", "Always")]
    [InlineData("nginx:latest", "Always")]
    [InlineData("nginx:1.27", "IfNotPresent")]
    [InlineData("registry:5000/nginx", "Always")]
    [InlineData("registry:5000/nginx:1", "IfNotPresent")]
    [InlineData("nginx@sha256:00", "IfNotPresent")]
    public void The_pull_policy_follows_the_tag(string image, string policy) => Assert.Equal(policy, PodDefaults.PullPolicy(image));
}
