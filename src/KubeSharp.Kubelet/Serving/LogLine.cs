using System.Globalization;
using System.Text;

namespace KubeSharp.Kubelet.Serving;

/// <summary>One line of a log file of the container runtime interface: time, stream, tag, text. Pure.</summary>
/// <param name="Time">When it was written, as in the file.</param>
/// <param name="Stream">stdout or stderr.</param>
/// <param name="IsPartial">The line goes on in the next one (tag P).</param>
/// <param name="Text">What the container wrote, without the line's end.</param>
public readonly record struct LogLine(string Time, string Stream, bool IsPartial, ReadOnlyMemory<byte> Text)
{
    /// <summary>When it was written.</summary>
    public DateTimeOffset At => DateTimeOffset.Parse(Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Reads a line without its end; false where it is none.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> line, out LogLine parsed)
    {
        parsed = default;
        var span = line.Span;
        var timeEnd = span.IndexOf((byte)' ');
        if (timeEnd <= 0) { return false; }
        var streamEnd = span[(timeEnd + 1)..].IndexOf((byte)' ');
        if (streamEnd <= 0) { return false; }
        streamEnd += timeEnd + 1;
        var tagEnd = span[(streamEnd + 1)..].IndexOf((byte)' ');
        if (tagEnd <= 0) { return false; }
        tagEnd += streamEnd + 1;
        var time = Encoding.ASCII.GetString(span[..timeEnd]);
        if (!DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) { return false; }
        parsed = new LogLine(time, Encoding.ASCII.GetString(span[(timeEnd + 1)..streamEnd]), span[streamEnd + 1] == (byte)'P', line[(tagEnd + 1)..]);
        return true;
    }
}
