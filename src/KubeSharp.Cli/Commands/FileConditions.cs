using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.Cli.Commands;

/// <summary>A file's content as conditions and ranges of a request ask for it. Pure but for the mark between parts. Source: RFC 9110, sections 13 and 14.</summary>
internal static class FileConditions
{
    private const string Plain = "text/plain; charset=utf-8";
    private const string Unit = "bytes=";
    private const int BoundaryBytes = 30;

    /// <summary>The whole content, parts of it, or why not.</summary>
    /// <param name="typeOf">The media type of the content.</param>
    /// <param name="written">When it was last written, in whole seconds.</param>
    /// <param name="header">A header of the request; empty: it has none such.</param>
    public static StaticAnswer Answer(byte[] content, Func<byte[], string> typeOf, DateTimeOffset written, Func<string, string> header)
    {
        var last = ("Last-Modified", written.ToString("r"));
        if (header("If-Match") is { Length: > 0 } match ? match != "*" : Time(header("If-Unmodified-Since")) is { } latest && written > latest) { return new("412 Precondition Failed", [last], []); }
        if (header("If-None-Match") is { Length: > 0 } none ? none == "*" : Time(header("If-Modified-Since")) is { } since && written <= since) { return new("304 Not Modified", [last], []); }
        var type = typeOf(content);
        // Parts of what has changed meanwhile fit together with nothing.
        var asked = header("If-Range") is { Length: > 0 } unchanged && Time(unchanged) != written ? "" : header("Range");
        if (Ranges(asked, content.Length) is not { } ranges)
        {
            var isBeyond = asked.StartsWith(Unit, StringComparison.Ordinal) && Ranges(asked, int.MaxValue) is not null;
            return new("416 Requested Range Not Satisfiable", [.. isBeyond ? [("Content-Range", $"bytes */{content.Length}")] : Array.Empty<(string, string)>(), ("Content-Type", Plain), last, ("X-Content-Type-Options", "nosniff")],
                Encoding.UTF8.GetBytes($"invalid range{(isBeyond ? ": failed to overlap" : "")}\n"));
        }
        if (ranges.Count == 0 || ranges.Sum(static r => (long)r.Length) > content.Length) { return new("200 OK", [("Accept-Ranges", "bytes"), ("Content-Type", type), last], content); }
        if (ranges is [var one]) { return new("206 Partial Content", [("Accept-Ranges", "bytes"), ("Content-Range", Shown(one, content.Length)), ("Content-Type", type), last], content[one.Start..(one.Start + one.Length)]); }
        var boundary = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(BoundaryBytes));
        return new("206 Partial Content", [("Accept-Ranges", "bytes"), ("Content-Type", $"multipart/byteranges; boundary={boundary}"), last], Parts(content, ranges, type, boundary));
    }

    private static byte[] Parts(byte[] content, IReadOnlyList<(int Start, int Length)> ranges, string type, string boundary)
    {
        using var body = new MemoryStream();
        foreach (var range in ranges)
        {
            body.Write(Encoding.ASCII.GetBytes($"{(body.Length > 0 ? "\r\n" : "")}--{boundary}\r\nContent-Range: {Shown(range, content.Length)}\r\nContent-Type: {type}\r\n\r\n"));
            body.Write(content, range.Start, range.Length);
        }
        body.Write(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"));
        return body.ToArray();
    }

    private static string Shown((int Start, int Length) range, int size) => $"bytes {range.Start}-{range.Start + range.Length - 1}/{size}";

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    // The ranges of a header; none: the whole is wanted. Null: it is malformed, or none of them is within.
    private static List<(int Start, int Length)>? Ranges(string text, int size)
    {
        var ranges = new List<(int, int)>();
        if (text.Length == 0) { return ranges; }
        if (!text.StartsWith(Unit, StringComparison.Ordinal)) { return null; }
        var isBeyond = false;
        foreach (var part in text[Unit.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('-', 2, StringSplitOptions.TrimEntries) is not [var first, var second]) { return null; }
            if (first.Length == 0)
            {
                if (!int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) { return null; }
                ranges.Add((size - Math.Min(count, size), Math.Min(count, size)));
                continue;
            }
            if (!int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var start)) { return null; }
            var end = size - 1;
            if (second.Length > 0 && (!int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out end) || start > end)) { return null; }
            if (start >= size) { isBeyond = true; }
            else { ranges.Add((start, Math.Min(end, size - 1) - start + 1)); }
        }
        return isBeyond && ranges.Count == 0 && size > 0 ? null : ranges;
    }
}
