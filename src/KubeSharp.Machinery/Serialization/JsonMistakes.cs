using System.Text;
using System.Text.Json;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Words a malformed body as upstream's parser does.</summary>
public static class JsonMistakes
{
    private const int ShownBytesMax = 30;
    private static readonly (string Ours, string Theirs)[] _words =
    [
        ("start of a property name", "looking for beginning of object key string"), ("start of a value", "looking for beginning of value"),
        ("after a property name", "after object key"), ("after a value", "after object key:value pair"), ("after the end of the JSON", "after top-level value"),
        ("after a single JSON value", "after top-level value"),
    ];

    /// <summary>What is wrong.</summary>
    public static string Words(JsonException mistake, byte[] body)
    {
        var at = Offset(mistake, body);
        if (at < 0 || at >= body.Length || mistake.Message.Contains("end of data", StringComparison.Ordinal)) { return "unexpected end of JSON input"; }
        foreach (var (ours, theirs) in _words)
        {
            if (mistake.Message.Contains(ours, StringComparison.Ordinal)) { return $"invalid character '{(char)body[at]}' {theirs}"; }
        }
        return InLiteral(mistake.Message, body, (int)at) ?? mistake.Message;
    }

    /// <summary>The body as it is shown: an object as text, cut where it is long, anything else in hexadecimal.</summary>
    public static string Shown(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) { return "<empty>"; }
        var start = body[..Math.Min(body.Length, ShownBytesMax)];
        return (body[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start)) + (body.Length > ShownBytesMax ? " ..." : "");
    }

    // A literal that is begun and does not go on as one does.
    private static string? InLiteral(string message, byte[] body, int at)
    {
        foreach (var literal in (string[])["null", "true", "false"])
        {
            if (!message.Contains($"Expected the literal '{literal}'", StringComparison.Ordinal)) { continue; }
            var known = Enumerable.Range(1, literal.Length - 1).LastOrDefault(n => at >= n && Encoding.ASCII.GetBytes(literal[..n]).AsSpan().SequenceEqual(body.AsSpan(at - n, n)));
            return known == 0 ? null : $"invalid character '{(char)body[at]}' in literal {literal} (expecting '{literal[known]}')";
        }
        return null;
    }

    private static long Offset(JsonException mistake, byte[] body)
    {
        if (mistake.LineNumber is not { } line || mistake.BytePositionInLine is not { } column) { return -1; }
        var start = 0;
        for (; line > 0; line--)
        {
            var end = body.AsSpan(start).IndexOf((byte)'\n');
            if (end < 0) { return -1; }
            start += end + 1;
        }
        return start + column;
    }
}
