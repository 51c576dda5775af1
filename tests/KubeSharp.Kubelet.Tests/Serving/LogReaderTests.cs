using System.Text;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Serving;

public sealed class LogReaderTests : IDisposable
{
    private const string Log = """
        2026-01-01T00:00:01.5Z stdout F one
        2026-01-01T00:00:02Z stderr F two
        2026-01-01T00:00:03Z stdout P thr
        2026-01-01T00:00:03Z stdout F ee
        2026-01-01T00:00:04Z stdout F four

        """;
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("logs").FullName, "0.log");

    [Fact]
    public async Task Lines_are_joined_and_stripped() => Assert.Equal("one\ntwo\nthree\nfour\n", await ReadAsync(new LogOptions()));

    [Fact]
    public async Task Times_stand_once_before_a_joined_line() =>
        Assert.Equal("2026-01-01T00:00:03Z three\n2026-01-01T00:00:04Z four\n", await ReadAsync(new LogOptions { Timestamps = true, Since = new(2026, 1, 1, 0, 0, 3, TimeSpan.Zero) }));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "four\n")]
    [InlineData(3, "three\nfour\n")]
    [InlineData(100, "one\ntwo\nthree\nfour\n")]
    public async Task The_last_lines_are_counted_as_the_file_has_them(long lines, string expected) => Assert.Equal(expected, await ReadAsync(new LogOptions { TailLines = lines }));

    [Fact]
    public async Task Bytes_are_limited() => Assert.Equal("one\ntw", await ReadAsync(new LogOptions { LimitBytes = 6 }));

    [Fact]
    public async Task One_stream_can_be_chosen() => Assert.Equal("two\n", await ReadAsync(new LogOptions { Stream = "stderr" }));

    [Fact]
    public async Task What_is_no_log_line_is_left_out() => Assert.Equal("ok\n", await ReadAsync(new LogOptions(), "garbage\n\nx y z\n2026-01-01T00:00:01Z stdout F ok\n"));

    [Fact]
    public async Task A_follower_sees_what_comes_through_a_rotation()
    {
        File.WriteAllText(_path, Log);
        var clock = new TestClock();
        using var output = new MemoryStream();
        var running = true;
        var reading = new LogReader(_path, new LogOptions { Follow = true, TailLines = 1 }, clock).WriteAsync(output, () => running, default);
        await UntilAsync(() => output.Length == 5 && clock.NextDue is not null);
        File.AppendAllText(_path, "2026-01-01T00:00:05Z stdout F five\n");
        clock.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(() => output.Length == 10 && clock.NextDue is not null);
        File.Move(_path, _path + ".old");
        File.WriteAllText(_path, "2026-01-01T00:00:06Z stdout F six\n");
        running = false;
        clock.Advance(TimeSpan.FromSeconds(1));
        await reading;
        Assert.Equal("four\nfive\nsix\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private async Task<string> ReadAsync(LogOptions options, string log = Log)
    {
        File.WriteAllText(_path, log);
        using var output = new MemoryStream();
        await new LogReader(_path, options, TimeProvider.System).WriteAsync(output, static () => false, default);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 2000 && !holds(); i++) { await Task.Delay(2); }
        Assert.True(holds());
    }
}
