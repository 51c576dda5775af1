using KubeSharp.Kubelet.Images;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class ImageCollectionTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly NodeAgentOptions _options = new() { NodeName = "n1", Addresses = ["192.0.2.7"] };

    private static string Removed(NodeAgentOptions options, long toFree, params (string Id, int UsedMinutesAgo, int SeenMinutesAgo)[] images) => string.Join(' ', ImageCollection.Surplus(options,
        images.Select(static i => (new ImageActual(i.Id, [], [], 100) { Pinned = i.Id == "kept" }, i.UsedMinutesAgo < 0 ? default : _now.AddMinutes(-i.UsedMinutesAgo), _now.AddMinutes(-i.SeenMinutesAgo))), toFree, _now).Select(static i => i.Id));

    [Fact]
    public void The_one_unused_for_longest_goes_first_and_one_just_seen_or_kept_never() =>
        Assert.Equal("never old", Removed(_options, 150, ("new", -1, 1), ("kept", 1000, 1000), ("old", 60, 90), ("newer", 10, 90), ("never", -1, 90)));

    [Fact]
    public void One_that_nobody_has_used_for_long_goes_whatever_room_there_is()
    {
        var options = _options with { ImageAgeMax = TimeSpan.FromHours(1) };
        Assert.Equal("never old", Removed(options, 0, ("old", 61, 90), ("used", 59, 90), ("never", -1, 61), ("seen", -1, 59), ("kept", 600, 600)));
        Assert.Equal("", Removed(_options, 0, ("old", 61, 90)));
    }
}
