namespace KubeSharp.ApiServer.Validation;

/// <summary>A block of PEM as upstream reads it: with headers, after text and before text. Source: Go, encoding/pem; RFC 1421.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="HasHeaders">Whether headers stand before what it holds.</param>
/// <param name="Bytes">What it holds.</param>
internal sealed record PemBlock(string Label, bool HasHeaders, byte[] Bytes)
{
    private const string Begin = "-----BEGIN ", End = "-----END ", Dashes = "-----";

    /// <summary>The blocks of a text; what is none is passed over.</summary>
    public static IEnumerable<PemBlock> All(string text)
    {
        var lines = text.Split('\n').Select(static l => l.TrimEnd('\r', ' ', '\t')).ToArray();
        for (var at = 0; at < lines.Length; at++)
        {
            if (LabelOf(lines[at], Begin) is not { } label) { continue; }
            var end = Array.FindIndex(lines, at + 1, l => LabelOf(l, End) == label);
            if (end < 0) { continue; }
            var headers = at + 1;
            while (headers < end && lines[headers].Contains(':', StringComparison.Ordinal)) { headers++; }
            if (Decoded(string.Concat(lines[headers..end])) is not { } bytes) { continue; }
            yield return new(label, headers > at + 1, bytes);
            at = end;
        }
    }

    private static string? LabelOf(string line, string start) =>
        line.StartsWith(start, StringComparison.Ordinal) && line.EndsWith(Dashes, StringComparison.Ordinal) && line.Length >= start.Length + Dashes.Length ? line[start.Length..^Dashes.Length] : null;

    private static byte[]? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
