using System.Text;

namespace KubeSharp.Machinery.Serialization;

/// <summary>Texts in double quotes, with the escapes that JSON, YAML and Go share.</summary>
public static class QuotedText
{
    /// <summary>The text in quotes. Pure.</summary>
    /// <param name="value">The text.</param>
    /// <param name="escape">What stands for a character beside quotes, backslashes, line ends and tabulators, which are the same for all; null: the character itself.</param>
    public static string Of(string value, Func<char, string?> escape)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var c in value)
        {
            var shared = c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => escape(c) };
            if (shared is null) { text.Append(c); }
            else { text.Append(shared); }
        }
        return text.Append('"').ToString();
    }
}
