using System.Text;

namespace KubeSharp.Cli.Connection;

/// <summary>Keeps control sequences in the cluster's data from the terminal.</summary>
internal static class Escapes
{
    /// <summary>The text with escape characters written as ^[ and other controls but line ends and tabs left out.</summary>
    public static string Neutralize(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 && !text.Contains('\u009b', StringComparison.Ordinal)) { return text; }
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c == '\u001b') { result.Append("^["); }
            else if (c is '\n' or '\t' or '\r' || c is not (< ' ' or '\u009b')) { result.Append(c); }
        }
        return result.ToString();
    }
}
