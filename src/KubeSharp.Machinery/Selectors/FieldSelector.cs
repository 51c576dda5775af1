using System.Collections.Immutable;
using System.Text;

namespace KubeSharp.Machinery.Selectors;

/// <summary>A field selector: all terms must hold. Source: Field Selectors.</summary>
public sealed class FieldSelector
{
    private FieldSelector(ImmutableArray<FieldTerm> terms) => Terms = terms;

    /// <summary>Selects everything.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The terms; none: everything is selected.</summary>
    public ImmutableArray<FieldTerm> Terms { get; }

    /// <summary>Selects everything.</summary>
    public bool IsEverything => Terms.IsEmpty;

    /// <summary>The same, and the field must have the value too.</summary>
    public FieldSelector And(string field, string value) => new(Terms.Add(new FieldTerm(field, value, IsNegated: false)));

    /// <summary>Whether the fields fulfil it.</summary>
    public bool Matches(Func<string, string> field)
    {
        foreach (var term in Terms)
        {
            if ((field(term.Field) == term.Value) == term.IsNegated) { return false; }
        }
        return true;
    }

    /// <summary>The value that the field must have, or null where any will do.</summary>
    public string? Required(string field) => Terms.FirstOrDefault(t => t.Field == field && !t.IsNegated)?.Value;

    /// <summary>Reads the text form: a=b, a==b, a!=b, joined by commas; \ escapes , = and itself.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static FieldSelector Parse(string text)
    {
        if (text.Length == 0) { return Everything; }
        var terms = ImmutableArray.CreateBuilder<FieldTerm>();
        foreach (var term in Split(text))
        {
            if (term.Length > 0) { terms.Add(Term(term, text)); }
        }
        return new(terms.ToImmutable());
    }

    private static FieldTerm Term(string term, string whole)
    {
        for (var i = 0; i < term.Length; i++)
        {
            if (term[i] == '\\') { i++; }
            else if (term[i] == '!' && i + 1 < term.Length && term[i + 1] == '=') { return new(term[..i], Unescape(term[(i + 2)..]), true); }
            else if (term[i] == '=') { return new(term[..i], Unescape(term[(i + (i + 1 < term.Length && term[i + 1] == '=' ? 2 : 1))..]), false); }
        }
        throw new FormatException($"invalid selector: '{whole}'; can't understand '{term}'");
    }

    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') { i++; }
            else if (text[i] == ',')
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }
        parts.Add(text[start..]);
        return parts;
    }

    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal)) { return text; }
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && (++i >= text.Length || text[i] is not (',' or '=' or '\\'))) { throw new FormatException($"invalid field selector: invalid escape sequence in value: {text}"); }
            result.Append(text[i]);
        }
        return result.ToString();
    }
}
