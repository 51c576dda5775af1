using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>What <c>'%s of %d'.format([…])</c> makes. Source: cel-go's strings extension.</summary>
internal static class Formatting
{
    private const int PrecisionMax = 100;

    public static CelValue Format(string format, CelList values)
    {
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%') { text.Append(format[i]); continue; }
            if (++i < format.Length && format[i] == '%') { text.Append('%'); continue; }
            var precision = 6;
            if (i < format.Length && format[i] == '.')
            {
                var start = ++i;
                while (i < format.Length && char.IsAsciiDigit(format[i])) { i++; }
                if (!int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out precision) || precision > PrecisionMax)
                {
                    return new CelError("error while formatting: could not parse precision");
                }
            }
            if (i >= format.Length) { return new CelError("error while formatting: unexpected end of string"); }
            if (next >= values.Count) { return new CelError($"index {next} out of range"); }
            var part = Clause(format[i], precision, values[next++]);
            if (part is CelError) { return part; }
            text.Append(((CelString)part).Value);
        }
        return text.ToString();
    }

    private static CelValue Clause(char verb, int precision, CelValue value) => (verb, value) switch
    {
        (_, CelError) => value,
        ('s', _) => Texts.Print(value, Plain),
        ('d', CelInt or CelUInt) => Texts.Print(value),
        ('d', CelDouble number) when !double.IsFinite(number.Value) => Plain(number.Value),
        ('f', CelDouble number) => Fixed(number.Value, precision),
        ('f', CelInt number) => Fixed(number.Value, precision),
        ('f', CelUInt number) => Fixed(number.Value, precision),
        ('e', CelDouble number) => Scientific(number.Value, precision),
        ('e', CelInt number) => Scientific(number.Value, precision),
        ('e', CelUInt number) => Scientific(number.Value, precision),
        ('b', CelBool truth) => truth.Value ? "1" : "0",
        ('b', CelInt number) => Signed(number.Value, "b"),
        ('b', CelUInt number) => number.Value.ToString("b", CultureInfo.InvariantCulture),
        ('o', CelInt number) => Octal(number.Value),
        ('o', CelUInt number) => Octal(number.Value),
        ('x' or 'X', CelInt number) => Signed(number.Value, verb.ToString()),
        ('x' or 'X', CelUInt number) => number.Value.ToString(verb.ToString(), CultureInfo.InvariantCulture),
        ('x' or 'X', CelString text) => Hex(Encoding.UTF8.GetBytes(text.Value), verb),
        ('x' or 'X', CelBytes bytes) => Hex(bytes.Value.Span, verb),
        ('d', _) => Wrong("decimal clause can only be used on integers", value),
        ('f', _) => Wrong("fixed-point clause can only be used on doubles", value),
        ('e', _) => Wrong("scientific clause can only be used on doubles", value),
        ('b', _) => Wrong("only integers and bools can be formatted as binary", value),
        ('o', _) => Wrong("octal clause can only be used on integers", value),
        ('x' or 'X', _) => Wrong("only integers, byte buffers, and strings can be formatted as hex", value),
        _ => new CelError($"could not parse formatting clause: unrecognized formatting clause \"{verb}\""),
    };

    private static CelError Wrong(string rule, CelValue value) => new($"error during formatting: {rule}, was given {value.Type.Name}");

    private static string Plain(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "Infinity" : "-Infinity" : Texts.Print(value, scientific: false);

    private static string Fixed(double value, int precision) => double.IsFinite(value) ? value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Plain(value);

    private static string Scientific(double value, int precision)
    {
        if (!double.IsFinite(value)) { return Plain(value); }
        var text = value.ToString("e" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var split = text.IndexOf('e', StringComparison.Ordinal);
        return text[..(split + 2)] + text[(split + 2)..].TrimStart('0').PadLeft(2, '0');
    }

    private static string Signed(long value, string form) =>
        value < 0 ? "-" + ((ulong)-(Int128)value).ToString(form, CultureInfo.InvariantCulture) : value.ToString(form, CultureInfo.InvariantCulture);

    private static string Octal(Int128 value)
    {
        if (value == 0) { return "0"; }
        var digits = new StringBuilder();
        for (var rest = Int128.Abs(value); rest > 0; rest /= 8) { digits.Insert(0, (char)('0' + (int)(rest % 8))); }
        return (value < 0 ? "-" : "") + digits;
    }

    private static string Hex(ReadOnlySpan<byte> bytes, char verb) => verb == 'x' ? Convert.ToHexStringLower(bytes) : Convert.ToHexString(bytes);
}
