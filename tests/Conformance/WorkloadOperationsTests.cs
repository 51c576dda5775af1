using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Conformance.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>What is done to workloads through the API while their controllers work: scale, status, replacement, collections.</summary>
public sealed class WorkloadOperationsTests(ControlPlane plane) : IClassFixture<ControlPlane>
{
    private const string Condition = """{"type":"StatusUpdate","status":"True","reason":"E2E","message":"Set from a test"}""";

    private TestServer Server => plane.Server;

    [Theory]
    [InlineData("apps/v1", "deployments")]
    [InlineData("apps/v1", "replicasets")]
    [InlineData("apps/v1", "statefulsets")]
    [InlineData("v1", "replicationcontrollers")]
    public async Task Its_scale_is_read_replaced_and_patched(string groupVersion, string resource)
    {
        var path = await MakeAsync(groupVersion, resource, 1);
        await ReadyAsync(path, 1);
        var scale = await Server.GetAsync(path + "/scale");
        Assert.Equal(("Scale", "autoscaling/v1", "1"), (scale.TextAt("kind"), scale.TextAt("apiVersion"), $"{scale.At("spec", "replicas")}"));
        var put = await Server.PutAsync(path + "/scale", scale.With(["spec", "replicas"], 2));
        Assert.Equal("2", $"{put.At("spec", "replicas")}");
        await ReadyAsync(path, 2);
        Assert.Equal("4", $"{(await Server.MergeAsync(path + "/scale", """{"spec":{"replicas":4}}""")).At("spec", "replicas")}");
        Assert.Equal("4", $"{(await Server.GetAsync(path)).At("spec", "replicas")}");
        await ReadyAsync(path, 4);
    }

    [Theory]
    [InlineData("apps/v1", "deployments")]
    [InlineData("apps/v1", "replicasets")]
    [InlineData("apps/v1", "statefulsets")]
    [InlineData("apps/v1", "daemonsets")]
    [InlineData("v1", "replicationcontrollers")]
    [InlineData("batch/v1", "jobs")]
    public async Task Its_status_is_read_updated_and_patched_while_it_runs(string groupVersion, string resource)
    {
        var path = await MakeAsync(groupVersion, resource, 1);
        await ReadyAsync(path, 1);
        using var watch = await Watching.StartAsync(Server, Collection(path), "labelSelector=app%3Dtest");
        Assert.NotNull((await Server.GetAsync(path + "/status"))["status"]);
        await Server.ChangeAsync(path + "/status", static v => v.With(["status", "conditions"], (v.At("status", "conditions") as ArrayNode ?? ArrayNode.Empty).Add(Node.Parse(Condition))));
        await watch.NextAsync("MODIFIED", static v => v["status"].Holds(Node.Parse("""{"conditions":[{"type":"StatusUpdate","status":"True"}]}""")));
        var patched = await Server.MergeAsync(path + "/status", """{"metadata":{"annotations":{"patchedstatus":"true"}},"status":{"conditions":[{"type":"StatusPatched","status":"True"}]}}""");
        Assert.Equal("true", patched.TextAt("metadata", "annotations", "patchedstatus"));
        await watch.NextAsync("MODIFIED", static v => v["status"].Holds(Node.Parse("""{"conditions":[{"type":"StatusPatched","status":"True"}]}""")));
    }

    [Theory]
    [InlineData("apps/v1", "deployments")]
    [InlineData("apps/v1", "replicasets")]
    [InlineData("apps/v1", "statefulsets")]
    [InlineData("apps/v1", "daemonsets")]
    [InlineData("v1", "replicationcontrollers")]
    [InlineData("batch/v1", "jobs")]
    public async Task It_is_replaced_patched_listed_and_deleted_as_a_collection(string groupVersion, string resource)
    {
        var path = await MakeAsync(groupVersion, resource, 1);
        await ReadyAsync(path, 1);
        var all = $"{Root(groupVersion)}/{resource}?labelSelector=app%3Dtest";
        using var watch = await Watching.StartAsync(Server, Collection(path), "labelSelector=app%3Dtest");
        Assert.Contains(await Server.ListAsync(all), v => v.TextAt("metadata", "namespace") == Namespace(path));
        await Server.StrategicAsync(path, """{"metadata":{"labels":{"patched":"yes"}}}""");
        await watch.NextAsync("MODIFIED", static v => v.TextAt("metadata", "labels", "patched") == "yes");
        await Server.ChangeAsync(path, static v => v.With(["metadata", "annotations", "updated"], "true"));
        await watch.NextAsync("MODIFIED", static v => v.TextAt("metadata", "annotations", "updated") == "true");
        if (groupVersion != "batch/v1" && resource != "daemonsets")
        {
            await Server.StrategicAsync(path, """{"spec":{"replicas":2,"template":{"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"image:2"}]}}}}""");
            await ReadyAsync(path, 2);
            Assert.Equal("image:2", ((ArrayNode)(await Server.GetAsync(path)).At("spec", "template", "spec", "containers")!)[0].TextAt("image"));
        }
        await Server.DeleteAsync($"{Collection(path)}?labelSelector=patched%3Dyes&propagationPolicy=Background");
        await watch.NextAsync("DELETED");
        Assert.DoesNotContain(await Server.ListAsync(all), v => v.TextAt("metadata", "namespace") == Namespace(path));
        await plane.AwaitAllAsync<Api.Core.V1.Pod>(Namespace(path), static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task A_rolling_update_takes_the_pods_of_a_replica_set_that_was_there()
    {
        var set = await MakeAsync("apps/v1", "replicasets", 1);
        await ReadyAsync(set, 1);
        var ns = Namespace(set);
        await Server.PostAsync($"/apis/apps/v1/namespaces/{ns}/deployments", Body("deployments", 1, "image:2"));
        await ReadyAsync($"/apis/apps/v1/namespaces/{ns}/deployments/w", 1);
        var sets = await plane.AwaitAllAsync<Api.Apps.V1.ReplicaSet>(ns, static s => s.Count == 2 && s.Count(static r => r is { Spec.Replicas: 0, Status.Replicas: 0 }) == 1, "the old set to be empty");
        Assert.All(sets, static s => Assert.Equal("Deployment", s.Metadata.OwnerReferences[0].Kind));
    }

    [Fact]
    public async Task Revisions_of_a_daemon_set_are_read_patched_replaced_and_deleted()
    {
        var path = await MakeAsync("apps/v1", "daemonsets", 1);
        await ReadyAsync(path, 1);
        var collection = $"/apis/apps/v1/namespaces/{Namespace(path)}/controllerrevisions";
        var first = Assert.Single(await Server.ListAsync(collection + "?labelSelector=app%3Dtest"));
        var name = first.TextAt("metadata", "name")!;
        Assert.Equal("yes", (await Server.StrategicAsync($"{collection}/{name}", """{"metadata":{"labels":{"patched":"yes"}}}""")).TextAt("metadata", "labels", "patched"));
        var second = first.Set("metadata", ObjectNode.Of(("name", "second"), ("labels", first.At("metadata", "labels")), ("ownerReferences", first.At("metadata", "ownerReferences")))).Set("revision", 2);
        await Server.PostAsync(collection, second.ToString());
        Assert.Equal("true", (await Server.ChangeAsync($"{collection}/second", static v => v.With(["metadata", "annotations", "updated"], "true"))).TextAt("metadata", "annotations", "updated"));
        await Server.DeleteAsync($"{collection}/{name}");
        await Server.StrategicAsync(path, """{"spec":{"template":{"spec":{"terminationGracePeriodSeconds":2}}}}""");
        await plane.AwaitAllAsync<Api.Apps.V1.ControllerRevision>(Namespace(path), r => r.Any(static x => x.Metadata.Name != "second" && x.Metadata.OwnerReferences.Count == 1), "the controller's own revision");
        await Server.DeleteAsync($"{collection}?labelSelector=app%3Dtest");
    }

    [Fact]
    public async Task A_job_is_suspended_resumed_and_deleted_with_what_it_made()
    {
        var path = await MakeAsync("batch/v1", "jobs", 1, suspended: true);
        Assert.Empty((await plane.Client.ListAsync<Api.Core.V1.Pod>(Namespace(path), Client.Rest.ListOptions.All, default)).Items);
        var patched = await Server.StrategicAsync(path, """{"metadata":{"labels":{"patched":"yes"}},"spec":{"suspend":false}}""");
        Assert.Equal("yes", patched.TextAt("metadata", "labels", "patched"));
        await plane.AwaitAllAsync<Api.Core.V1.Pod>(Namespace(path), static p => p.Count == 1, "a pod");
        await Server.ChangeAsync(path, static v => v.With(["metadata", "annotations", "updated"], "true"));
        Assert.NotEmpty(await Server.ListAsync("/apis/batch/v1/jobs?labelSelector=patched%3Dyes"));
        using var watch = await Watching.StartAsync(Server, Collection(path));
        await Server.DeleteAsync($"{Collection(path)}?labelSelector=patched%3Dyes&propagationPolicy=Background");
        await watch.NextAsync("DELETED");
        await plane.AwaitAllAsync<Api.Core.V1.Pod>(Namespace(path), static p => p.Count == 0, "no pods");
    }

    [Fact]
    public async Task Budgets_are_listed_everywhere_and_deleted_as_a_collection()
    {
        var (a, b) = (await plane.NamespaceAsync(), await plane.NamespaceAsync());
        const string budget = """{"metadata":{"name":"NAME","labels":{"special":"budgets"}},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"test"}}}}""";
        foreach (var (ns, name) in ((string, string)[])[(a, "one"), (a, "two"), (b, "three")]) { await Server.PostAsync($"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets", budget.Replace("NAME", name, StringComparison.Ordinal)); }
        Assert.Equal(3, (await Server.ListAsync("/apis/policy/v1/poddisruptionbudgets?labelSelector=special%3Dbudgets")).Length);
        Assert.Equal(2, (await Server.ListAsync($"/apis/policy/v1/namespaces/{a}/poddisruptionbudgets")).Length);
        await Server.DeleteAsync($"/apis/policy/v1/namespaces/{a}/poddisruptionbudgets");
        Assert.Single(await Server.ListAsync("/apis/policy/v1/poddisruptionbudgets?labelSelector=special%3Dbudgets"));
    }

    [Fact]
    public async Task A_budgets_status_is_updated_and_patched()
    {
        var ns = await plane.NamespaceAsync();
        var path = $"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets";
        await Server.PostAsync(path, """{"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"test"}}}}""");
        await plane.AwaitAsync<Api.Policy.V1.PodDisruptionBudget>(ns, "b", static b => b!.Status.ObservedGeneration == 1, "an observed budget");
        var updated = await Server.ChangeAsync($"{path}/b/status", static v => v.With(["status", "disruptedPods"], ObjectNode.Of(("pod-0", "2026-01-01T00:00:00Z"))));
        Assert.Equal("2026-01-01T00:00:00Z", updated.TextAt("status", "disruptedPods", "pod-0"));
        var patched = await Server.MergeAsync($"{path}/b/status", """{"status":{"disruptedPods":{"pod-0":null,"pod-1":"2026-01-02T00:00:00Z"}}}""");
        Assert.Equal("2026-01-02T00:00:00Z", patched.TextAt("status", "disruptedPods", "pod-1"));
    }

    private async Task<string> MakeAsync(string groupVersion, string resource, int replicas, bool suspended = false)
    {
        var ns = await plane.NamespaceAsync();
        var collection = $"{Root(groupVersion)}/namespaces/{ns}/{resource}";
        await Server.PostAsync(collection, Body(resource, replicas, "image:1", suspended));
        return $"{collection}/w";
    }

    private static string Body(string resource, int replicas, string image, bool suspended = false)
    {
        var template = ObjectNode.Of(("metadata", ObjectNode.Of(("labels", ObjectNode.Of(("app", "test"))))),
            ("spec", ObjectNode.Of(("terminationGracePeriodSeconds", 1), ("restartPolicy", resource == "jobs" ? "Never" : "Always"), ("containers", ArrayNode.Of(ObjectNode.Of(("name", "c"), ("image", image)))))));
        var labels = ObjectNode.Of(("app", "test"));
        var spec = ObjectNode.Of(("template", template));
        spec = resource switch
        {
            "jobs" => spec.Set("suspend", suspended),
            "daemonsets" => spec.Set("selector", ObjectNode.Of(("matchLabels", labels))),
            "replicationcontrollers" => spec.Set("selector", labels).Set("replicas", replicas),
            "statefulsets" => spec.Set("selector", ObjectNode.Of(("matchLabels", labels))).Set("replicas", replicas).Set("serviceName", "w"),
            _ => spec.Set("selector", ObjectNode.Of(("matchLabels", labels))).Set("replicas", replicas),
        };
        return ObjectNode.Of(("metadata", ObjectNode.Of(("name", "w"), ("labels", labels))), ("spec", spec)).ToString();
    }

    // So many pods are ready, as the workload's own status says.
    private Task ReadyAsync(string path, int count)
    {
        var (field, wanted) = path.Contains("/daemonsets/", StringComparison.Ordinal) ? ("numberReady", 2) : path.Contains("/jobs/", StringComparison.Ordinal) ? ("active", count) : ("readyReplicas", count);
        return CustomResourceKit.UntilAsync(async () =>
        {
            var status = (await Server.GetAsync(path))["status"]!;
            return $"{status.At(field)}" == $"{wanted}" && (field != "readyReplicas" || $"{status.At("replicas")}" == $"{wanted}");
        }, $"{path} to have {wanted} {field}");
    }

    private static string Root(string groupVersion) => groupVersion == "v1" ? "/api/v1" : $"/apis/{groupVersion}";

    private static string Collection(string path) => path[..path.LastIndexOf('/')];

    private static string Namespace(string path) => path.Split('/') is var steps ? steps[Array.IndexOf(steps, "namespaces") + 1] : "";
}
