using System.Globalization;
using KubeSharp.Cli.Commands;
using KubeSharp.Cli.History;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.History;

public sealed class HistoryTests
{
    private static ObjectNode Read(string json) => (ObjectNode)Node.Parse(json);

    [Fact]
    public void Status_and_what_the_server_fills_in_make_no_difference() => Assert.False(Essence.Differs(
        Read("""{"kind":"A","metadata":{"name":"a","resourceVersion":"1","generation":1,"finalizers":["foregroundDeletion"]},"spec":{"x":1},"status":{"y":1}}"""),
        Read("""{"status":{"y":2},"kind":"A","metadata":{"name":"a","resourceVersion":"2","managedFields":[],"deletionTimestamp":"2020-01-01T00:00:00Z"},"spec":{"x":1}}""")));

    [Fact]
    public void Changes_name_the_paths_that_differ() => Assert.Equal(["metadata.labels", "spec.replicas", "spec.list[1].a", "spec.gone"], Essence.Changes(
        Read("""{"metadata":{"name":"a"},"spec":{"replicas":1,"list":[{"a":1},{"a":2}],"gone":true}}"""),
        Read("""{"metadata":{"name":"a","labels":{"x":"y"}},"spec":{"replicas":2,"list":[{"a":1},{"a":3}]}}""")));

    [Fact]
    public void What_is_brought_back_keeps_the_identity_and_status_of_the_live_object() => Assert.Equal(
        Read("""{"metadata":{"name":"a","resourceVersion":"9","uid":"u","creationTimestamp":"t"},"spec":{"x":1},"status":{"now":1}}"""),
        UndoCommand.Onto(Read("""{"metadata":{"name":"a","resourceVersion":"9","uid":"u","creationTimestamp":"t"},"spec":{"x":2},"status":{"now":1}}"""),
            Read("""{"metadata":{"name":"a","resourceVersion":"7","uid":"u","creationTimestamp":"t","managedFields":[]},"spec":{"x":1},"status":{"then":1}}""")));

    [Theory]
    [InlineData("5m", "2026-01-01T11:55:00Z")]
    [InlineData("1h30m", "2026-01-01T10:30:00Z")]
    [InlineData("2025-12-31T23:00:00Z", "2025-12-31T23:00:00Z")]
    [InlineData("yesterday", null)]
    public void Moments_are_times_or_durations_before_now(string text, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Moments.Parse(text, DateTimeOffset.Parse("2026-01-01T12:00:00Z", CultureInfo.InvariantCulture)));

    [Fact]
    public void The_clock_of_a_revision_is_the_newest_time_that_its_objects_tell_of()
    {
        Assert.Equal(DateTimeOffset.Parse("2026-01-01T00:00:05Z", CultureInfo.InvariantCulture), Moments.Newest(
        [
            Read("""{"metadata":{"creationTimestamp":"2026-01-01T00:00:01Z","managedFields":[{"time":"2026-01-01T00:00:03Z"}]}}"""),
            Read("""{"metadata":{},"spec":{"renewTime":"2026-01-01T00:00:05.000000Z"}}"""),
        ]));
        Assert.Null(Moments.Newest([Read("{}")]));
    }
}
