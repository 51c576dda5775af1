using KubeSharp.Cli.Explaining;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Explaining;

public sealed class ReasonsTests
{
    [Theory]
    [InlineData("""{"kind":"Pod","status":{"conditions":[{"type":"Ready","status":"True"}]}}""", null)]
    [InlineData("""{"kind":"Pod","status":{"conditions":[{"type":"Ready","status":"False","reason":"PodCompleted"}]}}""", null)]
    [InlineData("""{"kind":"Pod","status":{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes"}]}}""", "PodScheduled is False (Unschedulable): 0/1 nodes")]
    [InlineData("""{"kind":"Node","status":{"conditions":[{"type":"MemoryPressure","status":"False"}]}}""", null)]
    [InlineData("""{"kind":"Node","status":{"conditions":[{"type":"DiskPressure","status":"True"}]}}""", "DiskPressure is True")]
    [InlineData("""{"kind":"DaemonSet","status":{"desiredNumberScheduled":3,"numberAvailable":1}}""", "1 of 3 replicas are available")]
    [InlineData("""{"kind":"StatefulSet","spec":{"replicas":2},"status":{"availableReplicas":2}}""", null)]
    [InlineData("""{"kind":"CronJob","spec":{"suspend":true},"status":{"lastScheduleTime":"2020-01-01T00:00:00Z"}}""", "it is suspended")]
    [InlineData("""{"kind":"Namespace","metadata":{"deletionTimestamp":"2020-01-01T00:00:00Z"},"spec":{"finalizers":["kubernetes"]}}""", "it is being deleted and waits for finalizers: kubernetes")]
    [InlineData("""{"kind":"Pod","status":{"containerStatuses":[{"name":"c","restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}}""", "container c waits: CrashLoopBackOff")]
    public void An_object_tells_what_is_not_as_it_should_be(string content, string? expected) => Assert.Equal(expected is null ? [] : [expected], Reasons.Of(Node.Parse(content)));

    [Fact]
    public void A_workload_needs_what_its_pods_name()
    {
        var needed = References.Of(Node.Parse("""
            {"kind":"Deployment","metadata":{"namespace":"n"},"spec":{"template":{"spec":{"serviceAccountName":"sa","volumes":[{"configMap":{"name":"cm"}},{"secret":{"secretName":"s","optional":true}},{"persistentVolumeClaim":{"claimName":"data"}}],
            "containers":[{"envFrom":[{"secretRef":{"name":"env"}}]}]}}}}
            """));
        Assert.Equal(["service account/sa", "config map/cm", "claim/data", "secret/env"], needed.Select(static n => $"{n.Kind}/{n.Name}"));
    }
}
