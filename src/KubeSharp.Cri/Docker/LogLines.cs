using System.Text;

namespace KubeSharp.Cri.Docker;

/// <summary>Entries of the engine's log (a time, a blank, text with or without its line feed) and lines of a pod's log file. Pure but for what waits for its end.</summary>
internal sealed class LogLines
{
    // 2026-11-26T22:39:14.496424345Z
    private const int TimeLength = 30;
    // The engine cuts longer lines into entries of this size.
    private const int EntryMaxBytes = 16 * 1024;
    private byte[] _rest = [];

    /// <summary>What has come of an entry whose end has not.</summary>
    public ReadOnlyMemory<byte> Rest => _rest;

    /// <summary>The entries that are whole now, of a stream that does not tell where they end.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Add(ReadOnlyMemory<byte> piece)
    {
        byte[] all = [.. _rest, .. piece.Span];
        var entries = new List<ReadOnlyMemory<byte>>();
        var at = 0;
        while (at < all.Length)
        {
            var end = all.AsSpan(at).IndexOf((byte)'\n');
            var length = end >= 0 ? end + 1 : all.Length - at;
            // A cut one has no line feed: the next entry's time follows at once.
            if (length > TimeLength + 1 + EntryMaxBytes) { length = TimeLength + 1 + EntryMaxBytes; }
            else if (end < 0) { break; }
            entries.Add(all.AsMemory(at, length));
            at += length;
        }
        _rest = all[at..];
        return entries;
    }

    /// <summary>The time of an entry and its line in a pod's log; null where it is no entry.</summary>
    public static (string Time, byte[] Line)? Format(ReadOnlySpan<byte> entry, bool isError)
    {
        if (entry.Length < TimeLength + 1 || entry[TimeLength - 1] != (byte)'Z' || entry[TimeLength] != (byte)' ') { return null; }
        var time = Encoding.ASCII.GetString(entry[..TimeLength]);
        var text = entry[(TimeLength + 1)..];
        var isWhole = text is [.., (byte)'\n'];
        var head = isError ? " stderr "u8 : " stdout "u8;
        return (time, [.. entry[..TimeLength], .. head, isWhole ? (byte)'F' : (byte)'P', (byte)' ', .. isWhole ? text[..^1] : text, (byte)'\n']);
    }

    /// <summary>The time of the last whole line of a log's end; empty where there is none.</summary>
    public static string LastTime(string tail)
    {
        var lines = tail.Split('\n');
        for (var at = lines.Length - 2; at >= 0; at--)
        {
            if (lines[at].Length > TimeLength && lines[at][TimeLength - 1] == 'Z' && lines[at][TimeLength] == ' ') { return lines[at][..TimeLength]; }
        }
        return "";
    }
}
