using System.Globalization;
using System.Numerics;
using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Templates;

/// <summary>Prints values as Go's fmt does.</summary>
internal static class GoFormat
{
    // Characters that have a letter, and those letters.
    private const string Named = "\"\\\a\b\f\n\r\t\v", Letters = "\"\\abfnrtv";

    /// <summary>%v of a double: the shortest digits, an exponent below 1e-4 and from 1e+06 on.</summary>
    public static string Float(double value)
    {
        if (double.IsNaN(value)) { return "NaN"; }
        if (double.IsInfinity(value)) { return value > 0 ? "+Inf" : "-Inf"; }
        if (value == 0) { return "0"; }
        var scientific = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific[(scientific.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        if (exponent is >= -4 and < 6) { return Plain(value < 0, digits, exponent); }
        var mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        return $"{(value < 0 ? "-" : "")}{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>%v of any value.</summary>
    public static string Value(object? value) => value switch
    {
        null or NullNode => "<no value>",
        string text => text,
        bool truth => truth ? "true" : "false",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => Float(number),
        Complex number => Parts(number, Float),
        StringNode text => text.Value,
        NumberNode number => Float(number.Double),
        BooleanNode truth => truth.Value ? "true" : "false",
        ObjectNode fields => $"map[{string.Join(' ', fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}:{Inner(f.Value)}"))}]",
        ArrayNode items => $"[{string.Join(' ', items.Select(Inner))}]",
        _ => value.ToString() ?? "",
    };

    /// <summary>%#v of a JSON value.</summary>
    public static string Syntax(Node node) => node switch
    {
        ObjectNode fields => $"map[string]interface {{}}{{{string.Join(", ", fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{GoQuote(f.Key)}:{Syntax(f.Value)}"))}}}",
        ArrayNode items => $"[]interface {{}}{{{string.Join(", ", items.Select(Syntax))}}}",
        StringNode text => GoQuote(text.Value),
        NullNode => "interface {}(nil)",
        NumberNode { IsInteger: true } number => number.ToString(),
        _ => Value(node),
    };

    /// <summary>printf.</summary>
    public static string Printf(string format, IReadOnlyList<object?> arguments)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%') { text.Append(format[i]); continue; }
            var start = ++i;
            while (i < format.Length && "+-# 0123456789.".Contains(format[i], StringComparison.Ordinal)) { i++; }
            if (i >= format.Length) { text.Append("%!(NOVERB)"); break; }
            if (format[i] == '%') { text.Append('%'); continue; }
            if (next >= arguments.Count) { text.Append($"%!{format[i]}(MISSING)"); continue; }
            text.Append(One(format[start..i], format[i], arguments[next++]));
        }
        if (next < arguments.Count) { text.Append($"%!(EXTRA {string.Join(", ", arguments.Skip(next).Select(static a => $"{TypeName(a)}={Value(a)}"))})"); }
        return text.ToString();
    }

    /// <summary>Go's name of the type of a value.</summary>
    public static string TypeName(object? value) => value switch
    {
        null or NullNode => "<nil>",
        string or StringNode => "string",
        bool or BooleanNode => "bool",
        long => "int",
        double or NumberNode => "float64",
        Complex => "complex128",
        ObjectNode => "map[string]interface {}",
        ArrayNode => "[]interface {}",
        _ => "interface {}",
    };

    // Both parts as a number of its own is printed; the imaginary one always bears a sign.
    private static string Parts(Complex number, Func<double, string> print) => print(number.Imaginary) is var imaginary && imaginary[0] is '+' or '-' ? $"({print(number.Real)}{imaginary}i)" : $"({print(number.Real)}+{imaginary}i)";

    private static string Inner(Node node) => node is NullNode ? "<nil>" : Value(node);

    private static string One(string flags, char verb, object? argument)
    {
        var isLeft = flags.Contains('-', StringComparison.Ordinal);
        var numbers = flags.TrimStart('+', '-', '#', ' ', '0').Split('.');
        var isZeroed = flags.TrimStart('+', '-', '#', ' ').StartsWith('0');
        var width = int.TryParse(numbers[0], out var w) ? w : 0;
        var precision = numbers.Length > 1 ? (int.TryParse(numbers[1], out var p) ? p : 0) : -1;
        var body = Verb(verb, argument, precision, flags);
        // Characters count, however many halves they have.
        width += body.Count(char.IsLowSurrogate);
        if (width <= body.Length) { return body; }
        return isLeft ? body.PadRight(width) : isZeroed && verb is not ('s' or 'v' or 'q') ? body.PadLeft(width, '0') : body.PadLeft(width);
    }

    private static string Verb(char verb, object? argument, int precision, string flags)
    {
        double? number = argument switch { long l => l, double d => d, NumberNode n => n.Double, _ => null };
        var wrong = $"%!{verb}({TypeName(argument)}={Value(argument)})";
        switch (verb)
        {
            case 'v': return argument is null or NullNode ? "<nil>" : Value(argument);
            case 's': return argument is string or StringNode or ObjectNode or ArrayNode ? (precision >= 0 ? string.Concat(Value(argument).EnumerateRunes().Take(precision)) : Value(argument)) : wrong;
            case 'q' when argument is long letter: return $"'{(letter is '\'' or '\\' ? $"\\{(char)letter}" : letter == '"' ? "\"" : GoQuote(char.ConvertFromUtf32((int)letter))[1..^1])}'";
            case 'q': return argument is string or StringNode ? Quoted(Value(argument), flags) : argument is ArrayNode a ? $"[{string.Join(' ', a.Select(static i => GoQuote(Value(i))))}]" : wrong;
            case 'd': return argument is long whole ? (flags.Contains('+', StringComparison.Ordinal) && whole >= 0 ? "+" : "") + whole : wrong;
            case 'x' or 'X' when argument is long hex: return $"{(hex < 0 ? "-" : "")}{(flags.Contains('#', StringComparison.Ordinal) ? $"0{verb}" : "")}{Int128.Abs(hex).ToString(verb.ToString(), CultureInfo.InvariantCulture)}";
            case 'x' or 'X' when argument is string or StringNode: return Hex(Encoding.UTF8.GetBytes(Value(argument)), verb, flags);
            case 'o' when argument is long octal: return Convert.ToString(octal, 8);
            case 'b' when argument is long binary: return Convert.ToString(binary, 2);
            case 'U' when argument is long point: return $"U+{point:X4}";
            case 'f' or 'F' or 'g' or 'e' when argument is Complex both: return Parts(both, part => Verb(verb, part, precision, flags));
            case 'c' when argument is long rune: return char.ConvertFromUtf32((int)rune);
            case 'f' or 'F' when number is { } f && argument is not long: return f.ToString($"F{(precision < 0 ? 6 : precision)}", CultureInfo.InvariantCulture);
            case 'g' when number is { } g && argument is not long: return Float(g);
            case 'e' when number is { } e && argument is not long: return e.ToString($"0.{new string('0', precision < 0 ? 6 : precision)}e+00", CultureInfo.InvariantCulture);
            case 't' when argument is bool or BooleanNode: return Value(argument);
            case 'T': return TypeName(argument);
            default: return wrong;
        }
    }

    // With a space between the bytes, and a prefix of all or, with spaces, of each.
    private static string Hex(byte[] bytes, char verb, string flags)
    {
        var (isParted, prefix) = (flags.Contains(' ', StringComparison.Ordinal), flags.Contains('#', StringComparison.Ordinal) && bytes.Length > 0 ? $"0{verb}" : "");
        var each = bytes.Select(b => b.ToString(verb == 'x' ? "x2" : "X2", CultureInfo.InvariantCulture));
        return isParted ? string.Join(' ', each.Select(b => prefix + b)) : prefix + string.Concat(each);
    }

    // In back quotes where that is asked for and can be; in ASCII alone where that is.
    private static string Quoted(string text, string flags)
    {
        if (flags.Contains('#', StringComparison.Ordinal) && text.EnumerateRunes().All(static r => r.Value is '\t' or (>= ' ' and not ('`' or 0x7F or 0xFEFF)))) { return $"`{text}`"; }
        if (!flags.Contains('+', StringComparison.Ordinal)) { return GoQuote(text); }
        return $"\"{string.Concat(text.EnumerateRunes().Select(static r => r.Value is >= ' ' and < 0x7F and not ('"' or '\\') ? r.ToString() : Escape(r)))}\"";
    }

    /// <summary>%q.</summary>
    public static string GoQuote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes()) { quoted.Append(IsPrintable(rune) && rune.Value is not ('"' or '\\') ? rune.ToString() : Escape(rune)); }
        return quoted.Append('"').ToString();
    }

    /// <summary>Whether Go prints a character as it is: what is neither a control, a gap (but for the space), nor unknown.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>A character of a text that stands in JavaScript.</summary>
    public static string ScriptEscape(Rune rune) => rune.Value switch
    {
        '\\' or '\'' or '"' => $"\\{rune}",
        '<' or '>' or '&' or '=' or < ' ' => $"\\u{rune.Value:X4}",
        0x7F => rune.ToString(),
        _ => IsPrintable(rune) ? rune.ToString() : $"\\u{rune.Value:X4}",
    };

    /// <summary>What Go writes in quotes for a character that is not printed.</summary>
    public static string Escape(Rune rune) => rune.IsBmp && Named.IndexOf((char)rune.Value, StringComparison.Ordinal) is >= 0 and var at ? $"\\{Letters[at]}" : rune.Value switch
    {
        < ' ' or 0x7F => $"\\x{rune.Value:x2}",
        < 0x10000 => $"\\u{rune.Value:x4}",
        _ => $"\\U{rune.Value:x8}",
    };

    private static string Digits(string shortest)
    {
        var mantissa = shortest.Split('E')[0].TrimStart('-').Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return mantissa.Length == 0 ? "0" : mantissa;
    }

    private static string Plain(bool isNegative, string digits, int exponent)
    {
        var sign = isNegative ? "-" : "";
        if (exponent < 0) { return $"{sign}0.{new string('0', -exponent - 1)}{digits}"; }
        return digits.Length <= exponent + 1 ? sign + digits.PadRight(exponent + 1, '0') : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}
