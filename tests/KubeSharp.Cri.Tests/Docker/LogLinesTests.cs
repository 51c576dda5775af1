using System.Text;
using KubeSharp.Cri.Docker;

namespace KubeSharp.Cri.Tests.Docker;

public sealed class LogLinesTests
{
    private const string Time = "2026-11-26T22:39:14.496424345Z";

    [Theory]
    [InlineData("hello\n", false, "stdout F hello")]
    [InlineData("hello", true, "stderr P hello")]
    [InlineData("\n", false, "stdout F ")]
    public void An_entry_becomes_a_line_that_tells_its_stream_and_whether_it_is_whole(string text, bool isError, string expected)
    {
        var line = LogLines.Format(Encoding.UTF8.GetBytes($"{Time} {text}"), isError);
        Assert.Equal(Time, line!.Value.Time);
        Assert.Equal($"{Time} {expected}\n", Encoding.UTF8.GetString(line.Value.Line));
    }

    [Fact]
    public void What_bears_no_time_is_no_entry() => Assert.Null(LogLines.Format("Error response from daemon: configured logging driver does not support reading, at all\n"u8, false));

    [Fact]
    public void A_terminals_stream_is_cut_where_its_entries_end_however_it_comes()
    {
        var (lines, whole) = (new LogLines(), $"{Time} one\n{Time} two\n{Time} thr");
        var entries = new List<string>();
        foreach (var piece in whole.Chunk(7)) { entries.AddRange(lines.Add(Encoding.UTF8.GetBytes(piece)).Select(static e => Encoding.UTF8.GetString(e.Span))); }
        Assert.Equal([$"{Time} one\n", $"{Time} two\n"], entries);
        Assert.Equal($"{Time} thr", Encoding.UTF8.GetString(lines.Rest.Span));
    }

    [Fact]
    public void A_terminals_line_that_the_engine_has_cut_is_two_entries()
    {
        var (first, second) = ($"{Time} {new string('a', 16 * 1024)}", $"{Time} end\n");
        var entries = new LogLines().Add(Encoding.UTF8.GetBytes(first + second));
        Assert.Equal([first, second], entries.Select(static e => Encoding.UTF8.GetString(e.Span)));
    }

    [Fact]
    public void The_last_time_is_that_of_the_last_whole_line()
    {
        const string last = "2026-11-26T22:39:15.000000001Z";
        Assert.Equal(last, LogLines.LastTime($"cut off\n{Time} stdout F a\n{last} stdout F b\n2026-11-26T22:39:16.000000001Z stdout F not who"));
        Assert.Equal("", LogLines.LastTime("nothing"));
    }
}
