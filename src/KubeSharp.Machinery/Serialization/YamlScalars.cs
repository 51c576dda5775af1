using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Serialization;

/// <summary>What an unquoted YAML word means.</summary>
internal static class YamlScalars
{
    public static Node Resolve(string text, bool hasWords)
    {
        if (!hasWords && IsWord(text)) { return text; }
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return NullNode.Instance;
            case "true" or "True" or "TRUE" or "y" or "Y" or "yes" or "Yes" or "YES" or "on" or "On" or "ON": return BooleanNode.True;
            case "false" or "False" or "FALSE" or "n" or "N" or "no" or "No" or "NO" or "off" or "Off" or "OFF": return BooleanNode.False;
        }
        if (text[0] is not ((>= '0' and <= '9') or '+' or '-' or '.')) { return text; }
        return Number(text) ?? (Node)text;
    }

    // Truth values of YAML 1.1 that are texts in YAML 1.2.
    private static bool IsWord(string text) => text.ToUpperInvariant() is "Y" or "YES" or "ON" or "N" or "NO" or "OFF";

    private static NumberNode? Number(string text)
    {
        var plain = text.Replace("_", "", StringComparison.Ordinal);
        if (long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            // Compat: a leading zero means octal, as file modes are written (YAML 1.1).
            return plain.TrimStart('+', '-') is ['0', _, ..] digits ? Octal(digits, plain[0] == '-') : new(whole);
        }
        var sign = plain[0] == '-' ? -1 : 1;
        var body = plain.TrimStart('+', '-');
        if (body.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(body.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) { return new(sign * hex); }
        if (body.StartsWith("0o", StringComparison.Ordinal)) { return Octal(body[2..], sign < 0); }
        if (body.StartsWith("0b", StringComparison.Ordinal) && long.TryParse(body.AsSpan(2), NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out var binary)) { return new(sign * binary); }
        return body.Length > 0 && body.AsSpan().IndexOfAnyExcept("0123456789.eE+-") < 0 && body.AsSpan().ContainsAnyInRange('0', '9')
            && double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new(number) : null;
    }

    private static NumberNode? Octal(string digits, bool isNegative)
    {
        var value = 0L;
        foreach (var c in digits)
        {
            if (c is < '0' or > '7' || value > long.MaxValue / 8) { return null; }
            value = (value * 8) + (c - '0');
        }
        return new(isNegative ? -value : value);
    }
}
