using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>
/// The text that a reader stands on. Compat: what is no UTF-8, and half a pair of surrogates, is read as U+FFFD instead of being refused, as Go
/// does it; pinned by the fuzz tests of the decoders.
/// </summary>
internal static class JsonText
{
    private const char Replacement = '\uFFFD';

    public static string Read(ref Utf8JsonReader reader)
    {
        try { return reader.GetString()!; }
        catch (InvalidOperationException) { return Unescape(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan)); }
    }

    // The reader has seen that each escape is whole.
    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') { result.Append(text[i]); continue; }
            i++;
            if (text[i] != 'u')
            {
                result.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
                continue;
            }
            var first = Unit(text, i + 1);
            i += 4;
            if (!char.IsSurrogate(first)) { result.Append(first); }
            else if (char.IsHighSurrogate(first) && i + 6 < text.Length && text[i + 1] == '\\' && text[i + 2] == 'u' && Unit(text, i + 3) is var second && char.IsLowSurrogate(second))
            {
                result.Append(first).Append(second);
                i += 6;
            }
            else { result.Append(Replacement); }
        }
        return result.ToString();
    }

    private static char Unit(string text, int start) => (char)ushort.Parse(text.AsSpan(start, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
