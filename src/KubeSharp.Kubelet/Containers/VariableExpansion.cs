using System.Text;

namespace KubeSharp.Kubelet.Containers;

/// <summary>References to variables in commands, arguments and values: $(NAME) is replaced, $$(NAME) means $(NAME), an unknown one stays. Source: Define Dependent Environment Variables.</summary>
public static class VariableExpansion
{
    /// <summary>The text with its references replaced.</summary>
    /// <param name="text">Text with references.</param>
    /// <param name="value">Value of a variable; null where there is none.</param>
    public static string Expand(string text, Func<string, string?> value)
    {
        if (!text.Contains('$')) { return text; }
        var expanded = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (text[at] != '$' || next == '\0') { expanded.Append(text[at++]); continue; }
            if (next == '$') { expanded.Append('$'); at += 2; continue; }
            var end = next == '(' ? text.IndexOf(')', at + 2) : -1;
            if (end < 0)
            {
                // Compat: a dollar that begins no reference stands for itself, with what follows it.
                expanded.Append('$').Append(next);
                at += 2;
                continue;
            }
            var name = text[(at + 2)..end];
            expanded.Append(value(name) ?? $"$({name})");
            at = end + 1;
        }
        return expanded.ToString();
    }

    /// <summary>The text with its references replaced, for paths.</summary>
    /// <exception cref="FormatException">A variable is missing.</exception>
    public static string ExpandAll(string text, Func<string, string?> value) => Expand(text, name =>
        value(name) ?? throw new FormatException($"missing value for \"{name}\""));
}
