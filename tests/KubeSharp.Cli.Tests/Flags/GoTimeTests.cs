using KubeSharp.Cli.Flags;

namespace KubeSharp.Cli.Tests.Flags;

public class GoTimeTests
{
    [Theory]
    [InlineData("2026-02-28T23:59:59Z", null)]
    [InlineData("2026-02-28T23:59:59.123456789+01:30", null)]
    [InlineData("nope", "parsing time \"nope\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"nope\" as \"2006\"")]
    [InlineData("2026-02-28", "parsing time \"2026-02-28\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\"")]
    [InlineData("2026-02-28T00:00:00", "parsing time \"2026-02-28T00:00:00\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\"")]
    [InlineData("2026-13-01T00:00:00Z", "parsing time \"2026-13-01T00:00:00Z\": month out of range")]
    [InlineData("2026-02-29T00:00:00Z", "parsing time \"2026-02-29T00:00:00Z\": day out of range")]
    [InlineData("2026-02-28T00:00:00Zx", "parsing time \"2026-02-28T00:00:00Zx\": extra text: \"x\"")]
    public void What_is_wrong_with_a_time_is_told_in_Gos_words(string text, string? mistake) => Assert.Equal(mistake, GoTime.Mistake(text));

    [Fact]
    public void A_time_longer_than_nanoseconds_can_count_is_none() => Assert.False(GoDuration.TryParse("100000000000000h", out _));
}
