using System.Text;

namespace KubeSharp.Cli.Templates;

/// <summary>Cuts a Go template into its texts and the words of its actions.</summary>
internal static class TemplateLexer
{
    /// <summary>The texts and actions in order; trim markers and comments are applied. Pure.</summary>
    /// <exception cref="TemplateException">An action or text is not closed.</exception>
    public static List<(string Text, List<TemplateWord>? Action)> Read(string template)
    {
        var parts = new List<(string, List<TemplateWord>?)>();
        var at = 0;
        var trimsNext = false;
        while (at < template.Length)
        {
            var open = template.IndexOf("{{", at, StringComparison.Ordinal);
            var text = open < 0 ? template[at..] : template[at..open];
            if (trimsNext) { text = text.TrimStart(' ', '\t', '\r', '\n'); }
            if (open < 0) { parts.Add((text, null)); break; }
            var start = open + 2;
            if (start + 1 < template.Length && template[start] == '-' && char.IsWhiteSpace(template[start + 1])) { text = text.TrimEnd(' ', '\t', '\r', '\n'); start += 2; }
            if (text.Length > 0) { parts.Add((text, null)); }
            if (CommentEnd(template, start) is { } comment) { (at, trimsNext) = comment; continue; }
            var (words, end, trims) = Action(template, start);
            parts.Add(("", words));
            (at, trimsNext) = (end, trims);
        }
        return parts;
    }

    // Behind an action that is a comment, and whether it trims; null: it is none.
    private static (int End, bool Trims)? CommentEnd(string template, int at)
    {
        if (!template.AsSpan(at).StartsWith("/*")) { return null; }
        var end = template.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2;
        if (end < 2) { throw Failure(template, template.Length, "unclosed comment"); }
        if (template.AsSpan(end).StartsWith("}}")) { return (end + 2, false); }
        return end < template.Length && char.IsWhiteSpace(template[end]) && template.AsSpan(end + 1).StartsWith("-}}") ? (end + 4, true) : throw Failure(template, end, "comment ends before closing delimiter");
    }

    private static TemplateException Failure(string template, int at, string message) => new($"template: output:{1 + template.AsSpan(0, at).Count('\n')}: {message}");

    private static (List<TemplateWord> Words, int End, bool Trims) Action(string template, int at)
    {
        var words = new List<TemplateWord>();
        while (true)
        {
            if (at >= template.Length) { throw Failure(template, template.Length, "unclosed action"); }
            if (template.AsSpan(at).StartsWith("}}")) { return (words, at + 2, false); }
            if (template.AsSpan(at).StartsWith("-}}") && char.IsWhiteSpace(template[at - 1])) { return (words, at + 3, true); }
            if (char.IsWhiteSpace(template[at])) { words.Add(new(" ", at)); at++; continue; }
            var word = Word(template, at);
            words.Add(new(word, at));
            at += word.Length;
        }
    }

    private static string Word(string template, int at)
    {
        var c = template[at];
        if (c is '"' or '`' or '\'')
        {
            for (var i = at + 1; i < template.Length; i++)
            {
                if (template[i] == '\\' && c != '`') { i++; }
                else if (template[i] == c) { return template[at..(i + 1)]; }
            }
            throw Failure(template, at, c == '`' ? "unterminated raw quoted string" : c == '"' ? "unterminated quoted string" : "unterminated character constant");
        }
        if (template.AsSpan(at).StartsWith(":=")) { return ":="; }
        if (c is '(' or ')' or '|' or ',' or '=') { return c.ToString(); }
        if (!(char.IsLetterOrDigit(c) || c is '.' or '$' or '_' or '+' or '-')) { throw Failure(template, at, $"unexpected {Rune(template, at)} in command"); }
        // A field may follow a word at once: {{range.items}}.
        var isWord = char.IsLetter(c) || c == '_';
        var end = at + 1;
        while (end < template.Length && (char.IsLetterOrDigit(template[end]) || (template[end] == '.' && !isWord) || template[end] is '_' or '$' || (template[end] is '+' or '-' && template[end - 1] is 'e' or 'E' && char.IsAsciiDigit(c)))) { end++; }
        return template[at..end];
    }

    private static string Rune(string template, int at) => new StringBuilder("\"").Append(template[at]).Append('"').ToString();
}
