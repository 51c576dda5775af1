using System.Collections.Frozen;
using System.Text;

namespace KubeSharp.Machinery.Expressions;

/// <summary>
/// How the names of a schema's properties are written in expressions: <c>__</c> becomes <c>__underscores__</c>, <c>.</c> <c>__dot__</c>,
/// <c>-</c> <c>__dash__</c>, <c>/</c> <c>__slash__</c>, and a reserved word <c>__word__</c>. Source: CRD validation rules, escaping.
/// </summary>
public static class CelNames
{
    private static readonly FrozenSet<string> _reserved = new[]
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The escaped name; null where the property cannot be named in expressions.</summary>
    public static string? Escape(string name)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0])) { return null; }
        if (_reserved.Contains(name)) { return $"__{name}__"; }
        var escaped = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            switch (name[i])
            {
                case '_' when i + 1 < name.Length && name[i + 1] == '_': escaped.Append("__underscores__"); i++; break;
                case '.': escaped.Append("__dot__"); break;
                case '-': escaped.Append("__dash__"); break;
                case '/': escaped.Append("__slash__"); break;
                case var c when char.IsAsciiLetterOrDigit(c) || c == '_': escaped.Append(c); break;
                default: return null;
            }
        }
        return escaped.ToString();
    }

    /// <summary>The property's name of an escaped one.</summary>
    public static string Unescape(string name)
    {
        if (!name.Contains("__", StringComparison.Ordinal)) { return name; }
        if (name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal) && name.Length > 4 && _reserved.Contains(name[2..^2])) { return name[2..^2]; }
        return name.Replace("__dot__", ".", StringComparison.Ordinal).Replace("__dash__", "-", StringComparison.Ordinal)
            .Replace("__slash__", "/", StringComparison.Ordinal).Replace("__underscores__", "__", StringComparison.Ordinal);
    }
}
