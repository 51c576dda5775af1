using System.Globalization;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Tests.Schemas;

public sealed class GoTimesTests
{
    [Theory]
    [InlineData("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000")]
    [InlineData("2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.000000")]
    [InlineData("2026-01-02T3:04:05Z", "2026-01-02T03:04:05.000000")]
    [InlineData("2026-01-02T03:04:05+02:30", "2026-01-02T00:34:05.000000")]
    [InlineData("2024-02-29T23:59:59-01:00", "2024-03-01T00:59:59.000000")]
    public void Whole_seconds_are_read_with_their_zone(string text, string expected) => Assert.Equal((expected, ""), Read(text, GoTimes.Seconds));

    [Theory]
    [InlineData("2026-01-02T03:04:05.000006Z", "2026-01-02T03:04:05.000006")]
    [InlineData("2026-01-02T03:04:05,999999+01:00", "2026-01-02T02:04:05.999999")]
    public void Microseconds_are_read_of_six_digits(string text, string expected) => Assert.Equal((expected, ""), Read(text, GoTimes.Micros));

    [Theory]
    [InlineData("", GoTimes.Seconds, " as \"LAYOUT\": cannot parse \"\" as \"2006\"")]
    [InlineData("yesterday", GoTimes.Seconds, " as \"LAYOUT\": cannot parse \"yesterday\" as \"2006\"")]
    [InlineData("2026-01-02", GoTimes.Seconds, " as \"LAYOUT\": cannot parse \"\" as \"T\"")]
    [InlineData("2026-01-02 03:04:05Z", GoTimes.Seconds, " as \"LAYOUT\": cannot parse \" 03:04:05Z\" as \"T\"")]
    [InlineData("2026-1-02T03:04:05Z", GoTimes.Seconds, " as \"LAYOUT\": cannot parse \"1-02T03:04:05Z\" as \"01\"")]
    [InlineData("2026-01-02T03:04:05", GoTimes.Seconds, " as \"LAYOUT\": cannot parse \"\" as \"Z07:00\"")]
    [InlineData("2026-01-02T03:04:05Zulu", GoTimes.Seconds, ": extra text: \"ulu\"")]
    [InlineData("2026-13-02T03:04:05Z", GoTimes.Seconds, ": month out of range")]
    [InlineData("2026-02-29T03:04:05Z", GoTimes.Seconds, ": day out of range")]
    [InlineData("2026-01-02T24:04:05Z", GoTimes.Seconds, ": hour out of range")]
    [InlineData("2026-01-02T03:04:05+25:00", GoTimes.Seconds, ": time zone offset hour out of range")]
    [InlineData("2026-01-02T03:04:05Z", GoTimes.Micros, " as \"LAYOUT\": cannot parse \"Z\" as \".000000\"")]
    [InlineData("2026-01-02T03:04:05.123Z", GoTimes.Micros, " as \"LAYOUT\": cannot parse \".123Z\" as \".000000\"")]
    [InlineData("2026-01-02T03:04:05.1234567Z", GoTimes.Micros, " as \"LAYOUT\": cannot parse \"7Z\" as \"Z07:00\"")]
    public void What_is_no_time_is_told_as_Go_tells_it(string text, string layout, string mistake) =>
        Assert.Equal(("", $"parsing time \"{text}\"" + mistake.Replace("LAYOUT", layout, StringComparison.Ordinal)), Read(text, layout));

    private static (string, string) Read(string text, string layout)
    {
        var (time, mistake) = GoTimes.Parse(text, layout);
        return (time?.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture) ?? "", mistake);
    }
}
