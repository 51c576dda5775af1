using KubeSharp.Cli.Draining;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Draining;

public class DrainPlanTests
{
    private static readonly DateTimeOffset _now = DateTimeOffset.Parse("2026-01-01T00:10:00Z", System.Globalization.CultureInfo.InvariantCulture);
    private static readonly DrainRules _strict = new(IsForced: false, IgnoresDaemonSets: false, DeletesEmptyDirs: false, SkipsDeletedAfterSeconds: 0);
    private static readonly Dictionary<string, (string, bool)> _none = [];

    [Fact]
    public void Pods_of_a_controller_leave()
    {
        var plan = DrainPlan.Of([Pod("a", owner: "ReplicaSet")], _none, _strict, _now);
        Assert.Single(plan.Leaving);
        Assert.Empty(plan.Obstacles);
        Assert.Equal("", plan.Warning);
    }

    [Fact]
    public void What_stands_against_it_is_told_a_reason_a_line()
    {
        var plan = DrainPlan.Of([Pod("lone"), Pod("lone2"), Pod("set", owner: "DaemonSet"), Pod("data", owner: "ReplicaSet", volumes: """[{"emptyDir":{}}]""")], _none, _strict, _now);
        Assert.Empty(plan.Leaving);
        Assert.Equal(
            [
                "cannot delete Pods that declare no controller (use --force to override): n/lone, n/lone2",
                "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): n/set",
                "cannot delete Pods with local storage (use --delete-emptydir-data to override): n/data",
            ], plan.Obstacles);
    }

    [Fact]
    public void What_is_allowed_is_warned_of_and_daemon_sets_stay()
    {
        var rules = new DrainRules(IsForced: true, IgnoresDaemonSets: true, DeletesEmptyDirs: true, SkipsDeletedAfterSeconds: 0);
        var plan = DrainPlan.Of([Pod("lone"), Pod("set", owner: "DaemonSet"), Pod("data", owner: "ReplicaSet", volumes: """[{"emptyDir":{}}]""")], _none, rules, _now);
        Assert.Equal(["lone", "data"], plan.Leaving.Select(static p => p.TextAt("metadata", "name")));
        Assert.Equal("deleting Pods that declare no controller: n/lone; ignoring DaemonSet-managed Pods: n/set", plan.Warning);
    }

    [Fact]
    public void Pods_that_are_over_leave_and_mirrors_of_the_node_stay()
    {
        var plan = DrainPlan.Of([Pod("over", phase: "Succeeded"), Pod("mirror", annotations: """{"kubernetes.io/config.mirror":"x"}""")], _none, _strict, _now);
        Assert.Equal(["over"], plan.Leaving.Select(static p => p.TextAt("metadata", "name")));
        Assert.Empty(plan.Obstacles);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_pod_whose_daemon_set_is_gone_leaves_by_force_only(bool isForced, int leaving)
    {
        var lost = new Dictionary<string, (string, bool)> { ["n/owner"] = ("daemonsets.apps \"owner\" not found", true) };
        var plan = DrainPlan.Of([Pod("set", owner: "DaemonSet")], lost, _strict with { IsForced = isForced }, _now);
        Assert.Equal(leaving, plan.Leaving.Count);
        Assert.Equal(isForced ? [] : ["cannot delete daemonsets.apps \"owner\" not found: n/set"], plan.Obstacles);
    }

    [Fact]
    public void Pods_that_have_been_ending_for_long_are_passed_over()
    {
        var ending = (ObjectNode)Pod("ending").With(["metadata", "deletionTimestamp"], "2026-01-01T00:00:00Z");
        Assert.Single(DrainPlan.Of([ending], _none, _strict, _now).Obstacles);
        Assert.Empty(DrainPlan.Of([ending], _none, _strict with { SkipsDeletedAfterSeconds = 60 }, _now).Obstacles);
    }

    private static ObjectNode Pod(string name, string owner = "", string phase = "Running", string volumes = "[]", string annotations = "{}") => (ObjectNode)Node.Parse(
        $$"""{"metadata":{"name":"{{name}}","namespace":"n","annotations":{{annotations}},"ownerReferences":[{{(owner.Length > 0 ? $$"""{"apiVersion":"apps/v1","kind":"{{owner}}","name":"owner","controller":true}""" : "")}}]},"spec":{"volumes":{{volumes}} },"status":{"phase":"{{phase}}"} }""");
}
