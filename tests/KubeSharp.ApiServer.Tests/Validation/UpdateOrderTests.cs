using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Tests.Validation.Corpus;
using KubeSharp.ApiServer.Tests.Validation.Recorded;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Validation;

/// <summary>
/// For an update upstream runs the checks of a new object, those of a changed one, or both, by kind: how often and in which order an error is told.
/// Source: the update strategies of upstream's registries, and what all of them share.
/// </summary>
public sealed class UpdateOrderTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Label = """{"metadata":{"labels":{"a":"not a value!"}}}""", Finalizer = """{"metadata":{"finalizers":["x"]}}""";

    [Theory]
    // Twice for what is checked of every kind, then once for each check of the kind's own.
    [InlineData("policy/v1/PodDisruptionBudget", Label, "metadata.labels metadata.labels")]
    [InlineData("v1/LimitRange", Label, "metadata.labels metadata.labels metadata.labels")]
    [InlineData("apps/v1/Deployment", Label, "metadata.labels metadata.labels metadata.labels")]
    [InlineData("v1/ConfigMap", Label, "metadata.labels metadata.labels metadata.labels metadata.labels")]
    [InlineData("rbac.authorization.k8s.io/v1/ClusterRole", Label, "metadata.labels metadata.labels metadata.labels metadata.labels metadata.labels")]
    // Only some kinds want known finalizers.
    [InlineData("apps/v1/Deployment", Finalizer, "metadata.finalizers[0]")]
    [InlineData("v1/ConfigMap", Finalizer, "metadata.finalizers[0] metadata.finalizers[0]")]
    [InlineData("coordination.k8s.io/v1/Lease", Finalizer, "")]
    // What it is made of, once or twice.
    [InlineData("rbac.authorization.k8s.io/v1/Role", """{"rules":[{"apiGroups":[""],"resources":["pods"]}]}""", "rules[0].verbs")]
    [InlineData("rbac.authorization.k8s.io/v1/ClusterRole", """{"rules":[{"apiGroups":[""],"resources":["pods"]}]}""", "rules[0].verbs rules[0].verbs")]
    [InlineData("v1/PersistentVolume", """{"spec":{"accessModes":["Often"],"volumeMode":"Nonsense"}}""", "spec.accessModes spec.volumeMode spec.accessModes spec.volumeMode volumeMode")]
    [InlineData("storage.k8s.io/v1/CSINode", """{"spec":{"drivers":[{"name":"d.example.com","nodeID":""}]}}""", "spec.drivers[0].nodeID spec.drivers")]
    // What may not change, before or behind what is wrong in itself.
    [InlineData("networking.k8s.io/v1/IngressClass", """{"spec":{"controller":""}}""", "spec.controller: Invalid spec.controller: Required")]
    [InlineData("networking.k8s.io/v1/IPAddress", """{"spec":{"parentRef":{"resource":""}}}""", "spec.parentRef.resource spec.parentRef")]
    [InlineData("networking.k8s.io/v1/NetworkPolicy", """{"spec":{"ingress":[{"from":[{"podSelector":{},"ipBlock":{"cidr":"x"}}]}]}}""", "spec.ingress[0].from[0].ipBlock.cidr spec.ingress[0].from[0]")]
    [InlineData("batch/v1/CronJob", """{"spec":{"schedule":"x","successfulJobsHistoryLimit":-1,"jobTemplate":{"spec":{"backoffLimit":-1}}}}""", "spec.schedule spec.jobTemplate.spec.backoffLimit spec.successfulJobsHistoryLimit")]
    [InlineData("apps/v1/Deployment", """{"spec":{"selector":{"matchLabels":{"x":"y"}},"replicas":-1,"minReadySeconds":-1}}""", "spec.replicas spec.template.metadata.labels spec.minReadySeconds spec.selector")]
    public async Task An_update_tells_what_is_wrong_as_often_and_in_the_order_as_upstream(string kind, string patch, string wanted)
    {
        await Recording.MakeAccountsAsync(cluster.Server);
        var seed = Samples.Seeds[kind];
        Assert.Contains((await cluster.Server.SendAsync("POST", Samples.PathOf(seed), seed.ToString())).Code, (int[])[201, 409]);
        var (code, answer) = await cluster.Server.SendAsync("PATCH", $"{Samples.PathOf(seed)}/{seed.TextAt("metadata", "name")}?dryRun=All", patch, "application/merge-patch+json");
        Assert.Equal(wanted.Length == 0 ? 200 : 422, code);
        var withReason = wanted.Contains(':', StringComparison.Ordinal);
        Assert.Equal(wanted, string.Join(' ', answer.Object("details").Items("causes").Select(c => c.Text("field") + (withReason ? ": " + c.Text("reason").Replace("FieldValue", "", StringComparison.Ordinal) : ""))));
    }

    [Theory]
    [InlineData("?dryRun=All", "/x")]
    [InlineData("", null)]
    public async Task A_link_to_itself_that_is_sent_is_shown_by_a_dry_run_only(string query, string? shown)
    {
        const string Path = "/api/v1/namespaces/default/configmaps";
        await cluster.Server.SendAsync("POST", Path, """{"metadata":{"name":"linked"} }""");
        var (code, answer) = await cluster.Server.SendAsync("PATCH", Path + "/linked" + query, """{"metadata":{"selfLink":"/x"} }""", "application/merge-patch+json");
        Assert.Equal((200, shown), (code, answer.TextAt("metadata", "selfLink")));
    }

    [Fact]
    public async Task What_is_being_deleted_gets_no_more_finalizers()
    {
        const string Path = "/api/v1/namespaces/default/configmaps";
        await cluster.Server.SendAsync("POST", Path, """{"metadata":{"name":"held","finalizers":["a.b/c"]}}""");
        await cluster.Server.SendAsync("DELETE", Path + "/held");
        var (code, answer) = await cluster.Server.SendAsync("PATCH", Path + "/held", """{"metadata":{"finalizers":["a.b/c","a.b/e","a.b/d"]}}""", "application/merge-patch+json");
        Assert.Equal(422, code);
        Assert.EndsWith("metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"a.b/d\", \"a.b/e\"}", answer.Text("message"), StringComparison.Ordinal);
        Assert.Equal(200, (await cluster.Server.SendAsync("PATCH", Path + "/held", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json")).Code);
    }
}
