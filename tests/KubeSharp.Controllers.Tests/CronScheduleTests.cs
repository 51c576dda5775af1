using System.Globalization;
using KubeSharp.Controllers.CronJobs;

namespace KubeSharp.Controllers.Tests;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * *", "2026-03-01T10:07:30Z", "2026-03-01T10:15:00Z")]
    [InlineData("0 0 1 * *", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")]
    [InlineData("30 8 * * MON-FRI", "2026-03-06T09:00:00Z", "2026-03-09T08:30:00Z")]
    [InlineData("0 12 13 * 5", "2026-03-01T00:00:00Z", "2026-03-06T12:00:00Z")]
    [InlineData("0 0 29 2 ?", "2026-03-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("@hourly", "2026-03-01T10:07:30Z", "2026-03-01T11:00:00Z")]
    [InlineData("@every 1h30m", "2026-03-01T10:00:00Z", "2026-03-01T11:30:00Z")]
    [InlineData("5/20 * * * 7", "2026-03-01T10:06:00Z", "2026-03-01T10:25:00Z")]
    public void A_schedule_fires_next(string schedule, string after, string expected) => Assert.Equal(At(expected), CronSchedule.Parse(schedule, TimeZoneInfo.Utc).Next(At(after)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("61 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("* * * foo *")]
    [InlineData("@every soon")]
    public void What_is_no_schedule_is_refused(string schedule) => Assert.Throws<FormatException>(() => CronSchedule.Parse(schedule, TimeZoneInfo.Utc));

    [Fact]
    public void A_day_that_does_not_exist_never_comes() => Assert.Null(CronSchedule.Parse("0 0 31 2 *", TimeZoneInfo.Utc).Next(At("2026-03-01T00:00:00Z")));

    [Fact]
    public void The_last_firing_is_found_and_the_missed_ones_are_counted()
    {
        var schedule = CronSchedule.Parse("0 * * * *", TimeZoneInfo.Utc);
        Assert.Equal((At("2026-03-01T12:00:00Z"), 3), schedule.Last(At("2026-03-01T09:30:00Z"), At("2026-03-01T12:59:00Z")));
        Assert.Null(schedule.Last(At("2026-03-01T12:00:00Z"), At("2026-03-01T12:59:00Z")));
        Assert.Equal((At("2026-03-01T12:00:00Z"), 100), schedule.Last(At("2025-03-01T09:30:00Z"), At("2026-03-01T12:59:00Z")));
    }

    [Fact]
    public void A_time_is_meant_in_its_zone_and_one_the_clocks_skip_does_not_come()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "test summer",
            [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(new DateTime(2020, 1, 1), new DateTime(2030, 12, 31), TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 29), TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 25))]);
        var schedule = CronSchedule.Parse("30 2 * * *", zone);
        Assert.Equal(At("2026-03-28T01:30:00Z"), schedule.Next(At("2026-03-27T12:00:00Z")));
        Assert.Equal(At("2026-03-30T00:30:00Z"), schedule.Next(At("2026-03-28T12:00:00Z")));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
