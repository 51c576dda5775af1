using System.Globalization;
using System.Numerics;
using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Templates;

/// <summary>Prints values as Go's fmt does.</summary>
internal static class GoFormat
{
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
        NumberNode number => number.IsInteger ? number.Integer.ToString(CultureInfo.InvariantCulture) : Float(number.Double),
        BooleanNode truth => truth.Value ? "true" : "false",
        ObjectNode fields => $"map[{string.Join(' ', fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{f.Key}:{Inner(f.Value)}"))}]",
        ArrayNode items => $"[{string.Join(' ', items.Select(Inner))}]",
        _ => value.ToString() ?? "",
    };

    /// <summary>%#v of a JSON value.</summary>
    public static string Syntax(Node node) => node switch
    {
        ObjectNode fields => $"map[string]interface {{}}{{{string.Join(", ", fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => $"{QuotedText.Go(f.Key)}:{Syntax(f.Value)}"))}}}",
        ArrayNode items => $"[]interface {{}}{{{string.Join(", ", items.Select(Syntax))}}}",
        StringNode text => QuotedText.Go(text.Value),
        NullNode => "interface {}(nil)",
        _ => Value(node),
    };

    /// <summary>Go's name of the type of a value.</summary>
    public static string TypeName(object? value) => value switch
    {
        null or NullNode => "<nil>",
        string or StringNode => "string",
        bool or BooleanNode => "bool",
        long => "int",
        byte => "uint8",
        NumberNode { IsInteger: true } => "int64",
        double or NumberNode => "float64",
        Complex => "complex128",
        ObjectNode => "map[string]interface {}",
        ArrayNode => "[]interface {}",
        _ => "interface {}",
    };

    // Both parts as a number of its own is printed; the imaginary one always bears a sign.
    private static string Parts(Complex number, Func<double, string> print) => print(number.Imaginary) is var imaginary && imaginary[0] is '+' or '-' ? $"({print(number.Real)}{imaginary}i)" : $"({print(number.Real)}+{imaginary}i)";

    private static string Inner(Node node) => node is NullNode ? "<nil>" : Value(node);

    /// <summary>A character of a text that stands in JavaScript.</summary>
    public static string ScriptEscape(Rune rune) => rune.Value switch
    {
        '\\' or '\'' or '"' => $"\\{rune}",
        '<' or '>' or '&' or '=' or < ' ' => $"\\u{rune.Value:X4}",
        0x7F => rune.ToString(),
        _ => QuotedText.IsPrintable(rune) ? rune.ToString() : $"\\u{rune.Value:X4}",
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
