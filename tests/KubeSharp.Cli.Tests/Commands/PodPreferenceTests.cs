using KubeSharp.Cli.Commands;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Commands;

public sealed class PodPreferenceTests
{
    // Each row's pods differ in one thing: the first is preferred for its log, and by the next column for being joined.
    [Theory]
    [InlineData("""{"spec":{"nodeName":"n"}}""", """{}""", true)]
    [InlineData("""{"spec":{"nodeName":"n"},"status":{"phase":"Running"}}""", """{"spec":{"nodeName":"n"},"status":{"phase":"Pending"}}""", true)]
    [InlineData("""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-02-01T00:00:00Z"}]}}""", """{"status":{"phase":"Running"}}""", true)]
    [InlineData("""{"status":{"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""", """{"status":{"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-02-01T00:00:00Z"}]}}""", true)]
    [InlineData("""{"spec":{"containers":[{"name":"a"}]},"status":{"containerStatuses":[{"name":"a","restartCount":2}]}}""", """{"spec":{"containers":[{"name":"a"}]},"status":{"containerStatuses":[{"name":"a","restartCount":1}]}}""", false)]
    [InlineData("""{"spec":{"initContainers":[{"name":"a","restartPolicy":"Always"}]},"status":{"initContainerStatuses":[{"name":"a","restartCount":2}]}}""", """{"spec":{"initContainers":[{"name":"a"}]},"status":{"initContainerStatuses":[{"name":"a","restartCount":5}]}}""", false)]
    [InlineData("""{"metadata":{"creationTimestamp":"2026-01-01T00:00:00Z"}}""", """{"metadata":{"creationTimestamp":"2026-02-01T00:00:00Z"}}""", true)]
    public void The_pod_that_tells_most_comes_first(string first, string second, bool isSameForJoining)
    {
        ObjectNode[] pods = [(ObjectNode)Node.Parse(second), (ObjectNode)Node.Parse(first)];
        Assert.Equal([pods[1], pods[0]], PodPreference.ForLogs(pods));
        Assert.Equal(isSameForJoining, PodPreference.ForJoining(pods)[0] == pods[1]);
    }

    [Fact]
    public void A_pod_that_goes_away_is_joined_last()
    {
        ObjectNode[] pods = [(ObjectNode)Node.Parse("""{"metadata":{"name":"a","deletionTimestamp":"2026-01-01T00:00:00Z"}}"""), (ObjectNode)Node.Parse("""{"metadata":{"name":"b"}}""")];
        Assert.Equal([pods[1], pods[0]], PodPreference.ForJoining(pods));
    }
}
