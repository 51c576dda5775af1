using KubeSharp.Cli.Debugging;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Debugging;

/// <summary>The pods and containers that debug makes.</summary>
public sealed class DebugPlanTests
{
    private static readonly ObjectNode _pod = (ObjectNode)Node.Parse("""
        {"metadata":{"name":"web","namespace":"n","labels":{"app":"web"},"annotations":{"a":"b"}},
         "spec":{"nodeName":"one","containers":[{"name":"app","image":"app:1","args":["x"],"livenessProbe":{},"readinessProbe":{}},{"name":"side","image":"side:1"}],
                 "initContainers":[{"name":"init","image":"init:1"}],"ephemeralContainers":[{"name":"old","image":"old:1"}]}}
        """);

    private static DebugOptions Options(params string[] kept) => new() { Kept = kept.ToHashSet(), CopyTo = "copy" };

    [Fact]
    public void A_copy_gets_a_container_and_loses_labels_probes_and_its_node()
    {
        var copy = DebugPlan.Copy(Options("init-containers") with { Image = "busybox" }, _pod, "dbg");
        Assert.Null(copy.At("metadata", "labels"));
        Assert.Null(copy.At("spec", "nodeName"));
        Assert.Null(copy.At("spec", "ephemeralContainers"));
        Assert.NotNull(copy.At("spec", "initContainers"));
        Assert.Equal("""[{"name":"app","image":"app:1","args":["x"]},{"name":"side","image":"side:1"},{"name":"dbg","terminationMessagePolicy":"File","resources":{},"image":"busybox","securityContext":{"capabilities":{"add":["SYS_PTRACE"]}}}]""", copy.At("spec", "containers")!.ToString());
    }

    [Fact]
    public void A_copy_keeps_what_is_asked_for()
    {
        var copy = DebugPlan.Copy(Options("labels", "annotations", "liveness") with { Image = "busybox", SharesProcesses = false, IsOnSameNode = true }, _pod, "dbg");
        Assert.Equal("""{"name":"copy","namespace":"n","labels":{"app":"web"},"annotations":{"a":"b"}}""", copy.At("metadata")!.ToString());
        Assert.Equal("one", copy.TextAt("spec", "nodeName"));
        Assert.Equal(BooleanNode.False, copy.At("spec", "shareProcessNamespace"));
        Assert.Null(copy.At("spec", "initContainers"));
        Assert.Equal("""{"name":"app","image":"app:1","args":["x"],"livenessProbe":{}}""", ((ArrayNode)copy.At("spec", "containers")!)[0].ToString());
    }

    [Fact]
    public void A_command_for_a_container_that_is_there_replaces_its_arguments()
    {
        var copy = DebugPlan.Copy(Options() with { Words = ArrayNode.Of("sh"), Profile = "baseline" }, _pod, "app");
        Assert.Equal("""{"name":"app","image":"app:1","command":["sh"]}""", ((ArrayNode)copy.At("spec", "containers")!)[0].ToString());
    }

    [Fact]
    public void Images_are_set_by_name_before_the_star()
    {
        var copy = DebugPlan.Copy(Options() with { Images = new Dictionary<string, string> { ["*"] = "all:1", ["app"] = "own:1" } }, _pod, "");
        Assert.Equal(["own:1", "all:1"], ((ArrayNode)copy.At("spec", "containers")!).Select(static c => c.TextAt("image")));
        Assert.Equal("web", copy.TextAt("metadata", "labels", "app"));
    }

    [Theory]
    [InlineData("general", true, true)]
    [InlineData("baseline", false, false)]
    [InlineData("restricted", false, false)]
    [InlineData("netadmin", true, false)]
    [InlineData("sysadmin", true, true)]
    public void A_pod_on_a_node_joins_it_as_its_profile_allows(string profile, bool joins, bool mounts)
    {
        var pod = DebugPlan.OnNode(Options() with { Image = "busybox", Profile = profile }, "one", "p", "debugger");
        Assert.Equal(joins, pod.At("spec", "hostPID") is BooleanNode { Value: true });
        Assert.Equal(mounts, pod.At("spec", "volumes") is not null);
    }

    [Fact]
    public void A_custom_container_is_merged_last()
    {
        var container = DebugPlan.Ephemeral(Options() with { Image = "busybox", Profile = "restricted", Custom = (ObjectNode)Node.Parse("""{"env":[{"name":"A","value":"b"}],"securityContext":{"runAsUser":1}}""") }, "d");
        Assert.Equal("1", container.At("securityContext", "runAsUser")!.ToString());
        Assert.Equal(BooleanNode.True, container.At("securityContext", "runAsNonRoot"));
        Assert.Equal("A", ((ArrayNode)container.At("env")!)[0].TextAt("name"));
    }

    [Theory]
    [InlineData("busybox", true)]
    [InlineData("registry:5000/a/b-c:1.2@sha256:0123456789abcdef0123456789abcdef", true)]
    [InlineData("BAD::", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void References_of_images_are_known(string text, bool isReference) => Assert.Equal(isReference, ImageNames.IsReference(text));
}
