using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;
using Node = KubeSharp.Machinery.Documents.Node;

namespace KubeSharp.Conformance.Tests;

/// <summary>What is done to pods through the API while they run.</summary>
public sealed class PodOperationsTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private TestServer Server => plane.Server;

    [Fact]
    public async Task A_pod_goes_through_its_life_by_patches_updates_and_a_replaced_status()
    {
        var (ns, pods) = await PlaceAsync();
        using var watch = await Watching.StartAsync(Server, pods, "labelSelector=test-pod-static%3Dtrue");
        await Server.PostAsync(pods, Pod("p", """{"labels":{"test-pod-static":"true"}}"""));
        await watch.NextAsync("ADDED");
        await watch.NextAsync("MODIFIED", static p => p.TextAt("status", "phase") == "Running");
        await Server.StrategicAsync($"{pods}/p", """{"metadata":{"labels":{"test-pod":"patched"}},"spec":{"terminationGracePeriodSeconds":5,"containers":[{"name":"c","image":"image:2"}]}}""", 422);
        await Server.StrategicAsync($"{pods}/p", """{"metadata":{"labels":{"test-pod":"patched"}},"spec":{"containers":[{"name":"c","image":"image:2"}]}}""");
        await watch.NextAsync("MODIFIED", static p => p.TextAt("metadata", "labels", "test-pod") == "patched" && ((ArrayNode)p.At("spec", "containers")!)[0].TextAt("image") == "image:2");
        var status = await Server.ChangeAsync($"{pods}/p/status", static p => p.With(["status", "conditions"], new ArrayNode([.. ((ArrayNode)p.At("status", "conditions")!).Select(static c => c.TextAt("type") == "Ready" ? c.With(["status"], "False") : c)])));
        Assert.True(status["status"].Holds(Node.Parse("""{"conditions":[{"type":"Ready","status":"False"}]}""")), status.ToString());
        Assert.Equal("Running", (await Server.GetAsync($"{pods}/p/status")).TextAt("status", "phase"));
        await Server.DeleteAsync($"{pods}?labelSelector=test-pod-static%3Dtrue");
        await watch.NextAsync("DELETED");
        Assert.NotNull(ns);
    }

    [Fact]
    public async Task A_pods_status_is_patched_through_its_subresource()
    {
        var (ns, pods) = await PlaceAsync();
        await Server.PostAsync(pods, Pod("p"));
        await plane.AwaitAsync<Pod>(ns, "p", static p => p!.IsReady(), "a running pod");
        var patched = await Server.StrategicAsync($"{pods}/p/status", """{"metadata":{"annotations":{"patched":"true"}},"status":{"message":"Patched by e2e test","reason":"E2E"}}""");
        Assert.Equal(("Patched by e2e test", "E2E", "true"), (patched.TextAt("status", "message"), patched.TextAt("status", "reason"), patched.TextAt("metadata", "annotations", "patched")));
        Assert.Equal("Running", patched.TextAt("status", "phase"));
    }

    [Fact]
    public async Task Labels_and_a_deadline_are_updated()
    {
        var (_, pods) = await PlaceAsync();
        await Server.PostAsync(pods, Pod("p", """{"labels":{"time":"before"}}"""));
        Assert.Equal("after", (await Server.ChangeAsync($"{pods}/p", static p => p.With(["metadata", "labels", "time"], "after"))).TextAt("metadata", "labels", "time"));
        Assert.Single(await Server.ListAsync($"{pods}?labelSelector=time%3Dafter"));
        Assert.Equal("30", $"{(await Server.ChangeAsync($"{pods}/p", static p => p.With(["spec", "activeDeadlineSeconds"], 30))).At("spec", "activeDeadlineSeconds")}");
    }

    [Fact]
    public async Task Pods_are_deleted_as_a_collection()
    {
        var (ns, pods) = await PlaceAsync();
        foreach (var name in (string[])["one", "two", "three"]) { await Server.PostAsync(pods, Pod(name, """{"labels":{"type":"Testing"}}""")); }
        await Server.PostAsync(pods, Pod("other"));
        Assert.Equal(3, (await Server.ListAsync($"{pods}?labelSelector=type%3DTesting")).Length);
        await Server.DeleteAsync($"{pods}?labelSelector=type%3DTesting", body: """{"gracePeriodSeconds":1}""");
        await plane.AwaitAllAsync<Pod>(ns, static p => p.Count == 1 && p[0].Metadata.Name == "other", "the other one alone");
    }

    [Fact]
    public async Task The_generation_begins_at_one_and_counts_what_is_asked_for_only()
    {
        var (ns, pods) = await PlaceAsync();
        await Server.PostAsync(pods, Pod("p", """{"generation":100}"""));
        await plane.AwaitAsync<Pod>(ns, "p", static p => p!.IsReady(), "a running pod");
        var pod = await Server.GetAsync($"{pods}/p");
        // Being given a node is a change of what is asked for.
        var start = pod.At("metadata", "generation") is NumberNode number ? number.Integer : 0;
        Assert.InRange(start, 1, 2);
        var at = start;
        foreach (var (what, change) in ((bool, Func<ObjectNode, Node>)[])
        [
            (true, static p => p.With(["spec", "containers"], ArrayNode.Of(((ObjectNode)((ArrayNode)p.At("spec", "containers")!)[0]).Set("image", "image:2")))),
            (true, static p => p.With(["spec", "activeDeadlineSeconds"], 300)),
            (true, static p => p.With(["spec", "tolerations"], ((ArrayNode)p.At("spec", "tolerations")!).Add(Node.Parse("""{"key":"k","operator":"Exists","effect":"NoExecute","tolerationSeconds":5}""")))),
            (false, static p => p.With(["metadata", "annotations", "k"], "v")),
            (false, static p => p.With(["metadata", "generation"], 1)),
        ])
        {
            at += what ? 1 : 0;
            Assert.Equal($"{at}", $"{(await Server.ChangeAsync($"{pods}/p", change)).At("metadata", "generation")}");
        }
        await Server.StrategicAsync($"{pods}/p/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"debug","image":"busybox"}]}}""");
        Assert.Equal($"{at + 1}", $"{(await Server.GetAsync($"{pods}/p")).At("metadata", "generation")}");
        await Server.JsonPatchAsync($"{pods}/p", """[{"op":"add","path":"/metadata/finalizers","value":["example.com/held"]}]""");
        await Server.DeleteAsync($"{pods}/p", body: """{"gracePeriodSeconds":5}""");
        Assert.Equal($"{at + 2}", $"{(await Server.GetAsync($"{pods}/p")).At("metadata", "generation")}");
        await Server.JsonPatchAsync($"{pods}/p", """[{"op":"remove","path":"/metadata/finalizers"}]""");
    }

    [Fact]
    public async Task Many_updates_of_a_spec_are_all_counted()
    {
        var (_, pods) = await PlaceAsync();
        await Server.PostAsync(pods, Pod("p"));
        await CustomResourceKit.UntilAsync(async () => (await Server.GetAsync($"{pods}/p")).TextAt("spec", "nodeName") is not null, "a node");
        var start = ((NumberNode)(await Server.GetAsync($"{pods}/p")).At("metadata", "generation")!).Integer;
        for (var i = 0; i < 500; i++) { await Server.MergeAsync($"{pods}/p", $$$"""{"spec":{"activeDeadlineSeconds":{{{100_000 - i}}}}}"""); }
        Assert.Equal($"{start + 500}", $"{(await Server.GetAsync($"{pods}/p")).At("metadata", "generation")}");
    }

    [Fact]
    public async Task Ephemeral_containers_are_added_and_updated()
    {
        var (ns, pods) = await PlaceAsync();
        await Server.PostAsync(pods, Pod("p"));
        await plane.AwaitAsync<Pod>(ns, "p", static p => p!.IsReady(), "a running pod");
        await Server.StrategicAsync($"{pods}/p/ephemeralcontainers", """{"spec":{"ephemeralContainers":[{"name":"debugger","image":"busybox","command":["/bin/sh"],"stdin":true,"tty":true}]}}""");
        var put = await Server.ChangeAsync($"{pods}/p/ephemeralcontainers", static p => p.With(["spec", "ephemeralContainers"], ((ArrayNode)p.At("spec", "ephemeralContainers")!).Add(Node.Parse("""{"name":"debugger2","image":"busybox"}"""))));
        Assert.Equal(["debugger", "debugger2"], ((ArrayNode)put.At("spec", "ephemeralContainers")!).Select(static c => c.TextAt("name")));
        await Server.StrategicAsync($"{pods}/p", """{"spec":{"ephemeralContainers":[{"name":"third","image":"busybox"}]}}""", 422);
    }

    [Fact]
    public async Task Templates_are_replaced_and_deleted_as_a_collection()
    {
        var (_, pods) = await PlaceAsync();
        var templates = pods.Replace("/pods", "/podtemplates", StringComparison.Ordinal);
        foreach (var name in (string[])["one", "two", "three"]) { await Server.PostAsync(templates, ObjectNode.Of(("metadata", ObjectNode.Of(("name", name), ("labels", ObjectNode.Of(("set", "yes"))))), ("template", ObjectNode.Of(("spec", ((ObjectNode)Node.Parse(Pod("x")))["spec"])))).ToString()); }
        Assert.Equal("true", (await Server.ChangeAsync($"{templates}/one", static t => t.With(["metadata", "annotations", "updated"], "true"))).TextAt("metadata", "annotations", "updated"));
        Assert.Equal(3, (await Server.ListAsync($"{templates}?labelSelector=set%3Dyes")).Length);
        await Server.DeleteAsync($"{templates}?labelSelector=set%3Dyes");
        Assert.Empty(await Server.ListAsync($"{templates}?labelSelector=set%3Dyes"));
    }

    [Theory]
    [InlineData("configmaps", "data")]
    [InlineData("secrets", "stringData")]
    public async Task An_empty_key_is_refused(string resource, string field)
    {
        var (_, pods) = await PlaceAsync();
        var refused = await Server.PostAsync(pods.Replace("/pods", "/" + resource, StringComparison.Ordinal), ObjectNode.Of(("metadata", ObjectNode.Of(("name", "m"))), (field, ObjectNode.Of(("", "value")))).ToString(), 422);
        Assert.Contains("a valid config key must consist of alphanumeric characters", refused.TextAt("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_patched_found_everywhere_and_deleted_by_its_label()
    {
        var (_, pods) = await PlaceAsync();
        var secrets = pods.Replace("/pods", "/secrets", StringComparison.Ordinal);
        await Server.PostAsync(secrets, """{"metadata":{"name":"s","labels":{"testsecret-constant":"true"}},"data":{"key":"dmFsdWU="},"type":"Opaque"}""");
        Assert.Single(await Server.ListAsync("/api/v1/secrets?labelSelector=testsecret-constant%3Dtrue"));
        await Server.StrategicAsync($"{secrets}/s", """{"metadata":{"labels":{"testsecret":"true"}},"data":{"key":"dmFsdWUx"}}""");
        var found = Assert.Single(await Server.ListAsync("/api/v1/secrets?labelSelector=testsecret%3Dtrue"));
        Assert.Equal("dmFsdWUx", found.TextAt("data", "key"));
        await Server.DeleteAsync($"{secrets}?labelSelector=testsecret%3Dtrue");
        Assert.Empty(await Server.ListAsync("/api/v1/secrets?labelSelector=testsecret-constant%3Dtrue"));
    }

    [Fact]
    public async Task Invalid_sysctls_are_refused()
    {
        var (_, pods) = await PlaceAsync();
        var pod = Node.Parse(Pod("p")).With(["spec", "securityContext"], Node.Parse("""{"sysctls":[{"name":"foo-","value":"bar"},{"name":"kernel.shmmax","value":"100000000"},{"name":"safe-and-unsafe","value":"100000000"},{"name":"bar..","value":"42"}]}"""));
        var refused = await Server.PostAsync(pods, pod.ToString(), 422);
        foreach (var wrong in (string[])["foo-", "bar.."]) { Assert.Contains($"Invalid value: \"{wrong}\"", refused.TextAt("message"), StringComparison.Ordinal); }
        foreach (var right in (string[])["safe-and-unsafe", "kernel.shmmax"]) { Assert.DoesNotContain(right, refused.TextAt("message"), StringComparison.Ordinal); }
    }

    private async Task<(string Namespace, string Pods)> PlaceAsync() => await plane.NamespaceAsync() is var ns ? (ns, $"/api/v1/namespaces/{ns}/pods") : default;

    private static string Pod(string name, string metadata = "{}") => ObjectNode.Of(("metadata", ((ObjectNode)Node.Parse(metadata)).Set("name", name)),
        ("spec", Node.Parse("""{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"image:1"}]}"""))).ToString();
}
