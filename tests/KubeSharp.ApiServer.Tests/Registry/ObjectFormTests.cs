using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Registry;

/// <summary>Objects come back as upstream's types hold them: no zeros that a type cannot tell from none, every object that it holds by value.</summary>
public sealed class ObjectFormTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.Server.Objects.CreateAsync("serviceaccounts", ObjectNode.Of(("kind", "ServiceAccount"), ("apiVersion", "v1"), ("metadata", ObjectNode.Of(("name", "default"), ("namespace", "default")))), default);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_is_zero_is_left_out_unless_upstream_holds_a_pointer()
    {
        var (code, pod) = await _server.SendAsync("POST", "/api/v1/namespaces/default/pods", """
            {"metadata":{"name":"p","labels":{},"finalizers":[]},"spec":{"hostNetwork":false,"hostname":"","nodeSelector":{},"automountServiceAccountToken":false,"terminationGracePeriodSeconds":0,
             "containers":[{"name":"c","image":"i:1","command":[],"stdin":false,"workingDir":"","ports":[{"containerPort":80,"hostPort":0}],"env":[{"name":"A","value":""}],
                            "securityContext":{"privileged":false,"runAsUser":0}}],
             "volumes":[{"name":"e","emptyDir":{"medium":""}}]}}
            """);
        Assert.Equal(201, code);
        Assert.Equal((null, null), (pod.At("metadata", "labels"), pod.At("metadata", "finalizers")));
        Assert.Equal((null, null, null), (pod.At("spec", "hostNetwork"), pod.At("spec", "hostname"), pod.At("spec", "nodeSelector")));
        Assert.Equal(("false", "0"), (pod.At("spec", "automountServiceAccountToken")!.ToString(), pod.At("spec", "terminationGracePeriodSeconds")!.ToString()));
        Assert.Equal("""{"name":"c","image":"i:1","ports":[{"containerPort":80,"protocol":"TCP"}],"env":[{"name":"A"}],"resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent","securityContext":{"privileged":false,"runAsUser":0}}""",
            Ordered(First(pod, "spec", "containers"), "name", "image", "ports", "env", "resources", "terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy", "securityContext"));
        Assert.Equal("""[{"name":"e","emptyDir":{}}]""", pod.At("spec", "volumes")!.ToString());
    }

    [Fact]
    public async Task What_a_status_holds_by_value_is_always_there_and_times_not_set_are_null()
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"c","image":"i:1"}]}}""");
        var (code, pod) = await _server.SendAsync("PATCH", "/api/v1/namespaces/default/pods/p/status", """
            {"status":{"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}],
                       "containerStatuses":[{"name":"c","image":"i:1","imageID":"","ready":true,"restartCount":0,"started":false,"state":{"running":{}}}]}}
            """, "application/merge-patch+json");
        Assert.Equal(200, code);
        Assert.Equal(NullNode.Instance, First(pod, "status", "conditions").At("lastProbeTime"));
        var container = First(pod, "status", "containerStatuses");
        Assert.Equal("""{"running":{"startedAt":null}}""", container.At("state")!.ToString());
        Assert.Equal(("{}", "false", "0"), (container.At("lastState")!.ToString(), container.At("started")!.ToString(), container.At("restartCount")!.ToString()));
        var (_, again) = await _server.SendAsync("PUT", "/api/v1/namespaces/default/pods/p/status", pod.ToString());
        Assert.Equal(pod.TextAt("metadata", "resourceVersion"), again.TextAt("metadata", "resourceVersion"));
    }

    private static Node First(Node node, params ReadOnlySpan<string> path) => ((ArrayNode)node.At(path)!)[0];

    // The text in this order of fields, where these are all; else as it is.
    private static string Ordered(Node node, params string[] names) =>
        names.Aggregate(ObjectNode.Empty, (sum, name) => node.At(name) is { } value ? sum.Set(name, value) : sum) is var picked && picked.Equals(node) ? picked.ToString() : node.ToString();
}
