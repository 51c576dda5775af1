using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry.Kinds;

/// <summary>What may be changed by way of a pod's resize, and what may not. Source: upstream's ValidatePodResize, v1.36.</summary>
public sealed class PodResizeTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/default/pods", Own = "only cpu and memory resources are mutable";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(static o => o with { DisabledAdmission = ["ServiceAccount"] });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static string Pod(string name) => $$"""
        {"metadata":{"name":"{{name}}"},"spec":{"containers":[
          {"name":"a","image":"i","resources":{"requests":{"cpu":"100m","ephemeral-storage":"1Gi"},"limits":{"memory":"1Gi"} } },{"name":"b","image":"i"}],
          "initContainers":[{"name":"s","image":"i","restartPolicy":"Always"},{"name":"n","image":"i"}]} }
        """;

    [Theory]
    [InlineData("""{"containers":[{"name":"a","resources":{"requests":{"cpu":"200m"},"limits":{"cpu":"1"}}}]}""", "")]
    [InlineData("""{"initContainers":[{"name":"s","resources":{"requests":{"cpu":"200m"}}}]}""", "")]
    [InlineData("""{"containers":[{"name":"a","resources":{"requests":{"cpu":null},"limits":null}}]}""", "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed, spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed")]
    [InlineData("""{"containers":[{"name":"a","resources":{"requests":{"ephemeral-storage":"2Gi"}}}]}""", "spec: Forbidden: " + Own)]
    [InlineData("""{"containers":[{"name":"b","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}]}""", "spec: Forbidden: " + Own)]
    [InlineData("""{"initContainers":[{"name":"s","resources":{"limits":{"ephemeral-storage":"2Gi"}}}]}""", "spec.initContainers[0]: Forbidden: only cpu and memory resources for init or sidecar containers are mutable")]
    [InlineData("""{"initContainers":[{"name":"n","resources":{"requests":{"cpu":"200m"}}}]}""", "")]
    [InlineData("""{"containers":[{"name":"c","image":"i"}]}""", "spec.containers: Forbidden: containers may not be added or removed on resize")]
    [InlineData("""{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b"},{"name":"a"}]}""", "spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize, spec.containers[1].name: Forbidden: containers may not be renamed or reordered on resize")]
    [InlineData("""{"resources":{"requests":{"cpu":"1"}}}""", "")]
    public async Task Amounts_of_cpu_and_memory_change_and_nothing_else(string spec, string causes)
    {
        var (code, made) = await _server.SendAsync("POST", Pods, Pod("p"));
        Assert.True(code == 201, made.ToString());
        (code, var after) = await _server.SendAsync("PATCH", Pods + "/p/resize", $$"""{"spec":{{spec}}}""", "application/strategic-merge-patch+json");
        Assert.Equal(causes.Length == 0 ? (200, null) : (422, $"Pod \"p\" is invalid: {(causes.Contains(", spec", StringComparison.Ordinal) ? $"[{causes}]" : causes)}"), (code, code == 200 ? null : after.TextAt("message")));
    }

    [Fact]
    public async Task What_else_is_sent_with_a_resize_is_not_taken()
    {
        var (_, made) = await _server.SendAsync("POST", Pods, Pod("p"));
        var (code, after) = await _server.SendAsync("PATCH", Pods + "/p/resize",
            """{"metadata":{"labels":{"a":"b"}},"spec":{"nodeName":"n","containers":[{"name":"a","image":"other","env":[{"name":"E"}],"securityContext":{"privileged":true},"resources":{"requests":{"cpu":"300m"}}}]}}""", "application/strategic-merge-patch+json");
        Assert.True(code == 200, after.ToString());
        Assert.Equal("300m", ((ArrayNode)after.At("spec", "containers")!)[0].TextAt("resources", "requests", "cpu"));
        Assert.Equal(made.At("spec")!.ToString(), after.At("spec")!.ToString().Replace("300m", "100m", StringComparison.Ordinal));
        Assert.Null(after.At("metadata", "labels"));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"b","resources":{"limits":{"cpu":"1","memory":"1Gi"}}}]}}""", """{"containers":[{"name":"b","image":"i"}]}""", "spec: Invalid value: \"BestEffort\": Pod QOS Class may not change as a result of resizing")]
    [InlineData("""{"spec":{"containers":[{"name":"b"}]}}""", """{"os":{"name":"windows"},"containers":[{"name":"b","image":"i"}]}""", "Forbidden: windows pods cannot be resized")]
    public async Task Some_pods_are_not_resized_so(string patch, string spec, string cause)
    {
        await _server.SendAsync("POST", Pods, $$"""{"metadata":{"name":"q"},"spec":{{spec}}}""");
        var (code, after) = await _server.SendAsync("PATCH", Pods + "/q/resize", patch, "application/strategic-merge-patch+json");
        Assert.Equal(422, code);
        Assert.EndsWith(cause, after.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_say_what_its_containers_have_cannot_resize_them()
    {
        await _server.SendAsync("POST", Pods, Pod("r"));
        await _server.SendAsync("PATCH", Pods + "/r/status", """{"status":{"containerStatuses":[{"name":"a","image":"i","imageID":"x","ready":true,"restartCount":0,"state":{"running":{}}}]}}""", "application/merge-patch+json");
        var (code, after) = await _server.SendAsync("PATCH", Pods + "/r/resize", """{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"300m"}}}]}}""", "application/strategic-merge-patch+json");
        Assert.Equal((422, "Pod \"r\" is invalid: spec: Forbidden: Pod running on node without support for resize"), (code, after.TextAt("message")));
    }

    [Fact]
    public async Task A_pod_is_not_resized_beyond_its_node_and_a_limit_range_fills_in_what_a_resize_lacks()
    {
        await _server.SendAsync("POST", "/api/v1/nodes", """{"metadata":{"name":"small"}}""");
        await _server.SendAsync("PATCH", "/api/v1/nodes/small/status", """{"status":{"allocatable":{"cpu":"1","memory":"1Gi"}}}""", "application/merge-patch+json");
        await _server.SendAsync("POST", Pods, """{"metadata":{"name":"r"},"spec":{"nodeName":"small","containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"100m"}}}]}}""");
        await _server.SendAsync("GET", "/api/v1/nodes");
        const string Strategic = "application/strategic-merge-patch+json";
        var (code, refused) = await _server.SendAsync("PATCH", Pods + "/r/resize", """{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"2","memory":"2Gi"}}}]}}""", Strategic);
        Assert.Equal((403, "pods \"r\" is forbidden: node didn't have enough allocatable resources: cpu, requested: 2000, allocatable: 1000; memory, requested: 2147483648, allocatable: 1073741824"), (code, refused.TextAt("message")));
        Assert.Equal("NodeCapacity", (refused.At("details", "causes") as ArrayNode)![0].TextAt("reason"));
        const string Ranges = "/api/v1/namespaces/default/limitranges";
        await _server.SendAsync("POST", Ranges, """{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","defaultRequest":{"memory":"1Mi"},"max":{"memory":"1Gi"}}]}}""");
        await _server.SendAsync("GET", Ranges);
        (code, var after) = await _server.SendAsync("PATCH", Pods + "/r/resize", """{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"200m"}}}]}}""", Strategic);
        Assert.True(code == 200, after.ToString());
        Assert.Equal(("1Gi", "1Mi", null), ((after.At("spec", "containers") as ArrayNode)![0].TextAt("resources", "limits", "memory"), (after.At("spec", "containers") as ArrayNode)![0].TextAt("resources", "requests", "memory"), after.At("metadata", "annotations")));
        await _server.SendAsync("DELETE", Ranges + "/l");
        await _server.SendAsync("POST", Ranges, """{"metadata":{"name":"m"},"spec":{"limits":[{"type":"Pod","min":{"ephemeral-storage":"1Gi"}}]}}""");
        await _server.SendAsync("GET", Ranges);
        (code, refused) = await _server.SendAsync("PATCH", Pods + "/r/resize", """{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"300m"}}}]}}""", Strategic);
        Assert.Equal((403, "pods \"r\" is forbidden: minimum ephemeral-storage usage per Pod is 1Gi.  No request is specified"), (code, refused.TextAt("message")));
    }
}
