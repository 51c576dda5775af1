using System.Globalization;
using System.Numerics;
using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Templates;

/// <summary>Go's Sprintf. Source: the documentation of fmt.</summary>
internal sealed class GoPrintf
{
    private const int WidthMax = 1_000_000;
    private readonly StringBuilder _text = new();
    private bool _isLeft, _hasSign, _isSharp, _hasSpace, _isZeroed, _isSyntax;
    private int? _width, _precision;

    /// <summary>The arguments in the places of a format; null is a nil.</summary>
    public static string Format(string format, IReadOnlyList<object?> arguments) => new GoPrintf().Run(format, arguments);

    private string Run(string format, IReadOnlyList<object?> arguments)
    {
        var (next, i, isReordered) = (0, 0, false);
        while (i < format.Length)
        {
            if (format[i] != '%') { _text.Append(format[i++]); continue; }
            i++;
            Flags(format, ref i);
            var isGood = Number(format, ref i, arguments.Count, ref next, ref isReordered);
            _width = Size(format, ref i, arguments, ref next, "%!(BADWIDTH)");
            if (_width < 0) { (_width, _isLeft, _isZeroed) = (-_width, true, false); }
            if (i < format.Length && format[i] == '.')
            {
                i++;
                isGood &= Number(format, ref i, arguments.Count, ref next, ref isReordered);
                _precision = Size(format, ref i, arguments, ref next, "%!(BADPREC)") ?? 0;
                if (_precision < 0) { _precision = null; }
            }
            isGood &= Number(format, ref i, arguments.Count, ref next, ref isReordered);
            if (i >= format.Length) { _text.Append("%!(NOVERB)"); break; }
            var rune = Rune.GetRuneAt(format, i);
            i += rune.Utf16SequenceLength;
            if (rune.Value == '%') { _text.Append('%'); }
            else if (!isGood) { _text.Append($"%!{rune}(BADINDEX)"); }
            else if (next >= arguments.Count) { _text.Append($"%!{rune}(MISSING)"); }
            else
            {
                if (rune.Value == 'v') { (_isSyntax, _isSharp, _hasSign) = (_isSharp, false, false); }
                Any(arguments[next++], rune, isNested: false);
            }
        }
        if (!isReordered && next < arguments.Count)
        {
            Flags("", ref i);
            (_width, _precision) = (null, null);
            _text.Append($"%!(EXTRA {string.Join(", ", arguments.Skip(next).Select(static a => a is null or NullNode ? "<nil>" : $"{GoFormat.TypeName(a)}={GoFormat.Value(a)}"))})");
        }
        return _text.ToString();
    }

    private void Flags(string format, ref int i)
    {
        (_isLeft, _hasSign, _isSharp, _hasSpace, _isZeroed, _isSyntax, _width, _precision) = (false, false, false, false, false, false, null, null);
        for (; i < format.Length && "+-# 0".Contains(format[i], StringComparison.Ordinal); i++)
        {
            switch (format[i])
            {
                case '+': _hasSign = true; break;
                case '-': _isLeft = true; break;
                case '#': _isSharp = true; break;
                case ' ': _hasSpace = true; break;
                default: _isZeroed = true; break;
            }
        }
    }

    // [n]: the argument that comes next.
    private static bool Number(string format, ref int i, int count, ref int next, ref bool isReordered)
    {
        if (i >= format.Length || format[i] != '[') { return true; }
        isReordered = true;
        var close = format.IndexOf(']', i);
        if (close < 0) { i++; return false; }
        var isNumber = int.TryParse(format.AsSpan(i + 1, close - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted);
        i = close + 1;
        if (!isNumber || wanted < 1 || wanted > count) { return false; }
        next = wanted - 1;
        return true;
    }

    private int? Size(string format, ref int i, IReadOnlyList<object?> arguments, ref int next, string bad)
    {
        if (i < format.Length && format[i] == '*')
        {
            i++;
            var given = next < arguments.Count ? arguments[next++] : null;
            long? size = given switch { long l => l, byte b => b, NumberNode { IsInteger: true } n => n.Integer, _ => null };
            if (size is >= -WidthMax and <= WidthMax) { return (int)size; }
            _text.Append(bad);
            return null;
        }
        var start = i;
        while (i < format.Length && char.IsAsciiDigit(format[i])) { i++; }
        return int.TryParse(format.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= WidthMax ? number : null;
    }

    private void Any(object? value, Rune verb, bool isNested)
    {
        if (value is null or NullNode)
        {
            if (isNested) { _text.Append(_isSyntax ? "interface {}(nil)" : "<nil>"); }
            else if (verb.Value is 'T' or 'v') { Pad("<nil>"); }
            else { _text.Append($"%!{verb}(<nil>)"); }
            return;
        }
        if (verb.Value == 'T' && !isNested) { Pad(GoFormat.TypeName(value)); return; }
        var isKnown = value switch
        {
            bool truth => Truth(truth, verb.Value),
            BooleanNode truth => Truth(truth.Value, verb.Value),
            long number => Integer(number, verb.Value),
            byte number => Integer(number, verb.Value),
            NumberNode { IsInteger: true } number => Integer(number.Integer, verb.Value),
            NumberNode number => Floating(number.Double, verb.Value),
            double number => Floating(number, verb.Value),
            Complex number => Both(number, verb.Value),
            ObjectNode or ArrayNode => Parts((Node)value, verb),
            _ => Text(GoFormat.Value(value), verb.Value),
        };
        if (isKnown) { return; }
        _text.Append($"%!{verb}({GoFormat.TypeName(value)}=");
        Any(value, new Rune('v'), isNested);
        _text.Append(')');
    }

    private bool Parts(Node value, Rune verb)
    {
        if (_isSyntax) { _text.Append(GoFormat.Syntax(value)); return true; }
        // Where containers lie in memory is told of no other.
        if (verb.Value == 'p') { _text.Append("0xc000000000"); return true; }
        _text.Append(value is ObjectNode ? "map[" : "[");
        var isFirst = true;
        foreach (var (key, one) in value is ObjectNode fields ? fields.OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => ((string?)f.Key, f.Value)) : ((ArrayNode)value).Select(static v => ((string?)null, v)))
        {
            if (!isFirst) { _text.Append(' '); }
            isFirst = false;
            if (key is not null)
            {
                Any(key, verb, isNested: true);
                _text.Append(':');
            }
            Any(one, verb, isNested: true);
        }
        _text.Append(']');
        return true;
    }

    private bool Truth(bool value, int verb)
    {
        if (verb is not ('t' or 'v')) { return false; }
        Pad(value ? "true" : "false");
        return true;
    }

    private bool Integer(long value, int verb)
    {
        switch (verb)
        {
            case 'v' or 'd': Digits(value, Int128.Abs(value).ToString(CultureInfo.InvariantCulture), ""); return true;
            case 'b': Digits(value, Based(value, 2), _isSharp ? "0b" : ""); return true;
            case 'o' or 'O': Digits(value, Based(value, 8), verb == 'O' ? "0o" : _isSharp ? "0" : ""); return true;
            case 'x' or 'X': Digits(value, Int128.Abs(value).ToString(verb == 'x' ? "x" : "X", CultureInfo.InvariantCulture).TrimStart('0') is { Length: > 0 } hex ? hex : "0", _isSharp ? $"0{(char)verb}" : ""); return true;
            case 'c': Pad(Letter(value).ToString()); return true;
            case 'q': Pad(Letter(value) is var letter && letter.Value is '\'' or '\\' ? $"'\\{letter}'" : letter.Value == '"' ? "'\"'" : $"'{QuotedText.Go(letter.ToString())[1..^1]}'"); return true;
            case 'U': Pad($"U+{value:X4}{(_isSharp && QuotedText.IsPrintable(Letter(value)) ? $" '{Letter(value)}'" : "")}"); return true;
            default: return false;
        }
    }

    private static Rune Letter(long value) => value is >= 0 and <= 0x10FFFF && Rune.IsValid((int)value) ? new Rune((int)value) : Rune.ReplacementChar;

    private static string Based(long value, int bits)
    {
        var digits = new StringBuilder();
        for (var rest = Int128.Abs(value); rest > 0; rest /= bits) { digits.Insert(0, (char)('0' + (int)(rest % bits))); }
        return digits.Length > 0 ? digits.ToString() : "0";
    }

    private void Digits(long value, string digits, string prefix)
    {
        var sign = value < 0 ? "-" : _hasSign ? "+" : _hasSpace ? " " : "";
        var least = _precision ?? (_isZeroed && !_isLeft && _width is { } width ? width - sign.Length : 0);
        if (_precision == 0 && value == 0) { (sign, digits, prefix) = ("", "", ""); }
        digits = digits.PadLeft(Math.Max(least, digits.Length), '0');
        if (prefix == "0" && digits.StartsWith('0')) { prefix = ""; }
        Pad(sign + prefix + digits);
    }

    private bool Floating(double value, int verb)
    {
        if (verb is not ('v' or 'g' or 'G' or 'e' or 'E' or 'f' or 'F')) { return false; }
        var text = Shortest(value, verb);
        var sign = text[0] == '-' ? "-" : _hasSign ? "+" : _hasSpace ? " " : "";
        text = text.TrimStart('-');
        if (_isZeroed && !_isLeft && _width is { } width && double.IsFinite(value)) { text = text.PadLeft(Math.Max(0, width - sign.Length), '0'); }
        Pad(sign + text);
        return true;
    }

    private string Shortest(double value, int verb)
    {
        if (!double.IsFinite(value)) { return GoFormat.Float(value).TrimStart('+'); }
        switch (verb)
        {
            case 'f' or 'F': return value.ToString($"F{_precision ?? 6}", CultureInfo.InvariantCulture);
            case 'e' or 'E': return value.ToString($"0.{new string('0', _precision ?? 6)}{(char)verb}+00", CultureInfo.InvariantCulture).Replace(".e", "e", StringComparison.Ordinal).Replace(".E", "E", StringComparison.Ordinal);
        }
        if (_precision is not { } precision) { return verb == 'G' ? GoFormat.Float(value).ToUpperInvariant() : GoFormat.Float(value); }
        precision = Math.Max(1, precision);
        var parts = value.ToString($"E{precision - 1}", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (exponent >= -4 && exponent < precision) { return Trimmed(value.ToString($"F{Math.Max(0, precision - 1 - exponent)}", CultureInfo.InvariantCulture)); }
        return $"{Trimmed(parts[0])}{(verb == 'G' ? 'E' : 'e')}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Trimmed(string digits) => digits.Contains('.', StringComparison.Ordinal) ? digits.TrimEnd('0').TrimEnd('.') : digits;

    // The real part, and the imaginary one, which always bears a sign.
    private bool Both(Complex value, int verb)
    {
        if (verb is not ('v' or 'g' or 'G' or 'e' or 'E' or 'f' or 'F')) { return false; }
        _text.Append('(');
        Floating(value.Real, verb);
        var hadSign = _hasSign;
        _hasSign = true;
        Floating(value.Imaginary, verb);
        _hasSign = hadSign;
        _text.Append("i)");
        return true;
    }

    private bool Text(string value, int verb)
    {
        if (_precision is { } precision && verb is 's' or 'v' or 'q') { value = string.Concat(value.EnumerateRunes().Take(precision)); }
        switch (verb)
        {
            case 'v' when _isSyntax: Pad(QuotedText.Go(value)); return true;
            case 's' or 'v': Pad(value); return true;
            case 'q': Pad(Quoted(value)); return true;
            case 'x' or 'X':
                var bytes = Encoding.UTF8.GetBytes(value);
                Pad(Hex(_precision is { } most && most < bytes.Length ? bytes[..most] : bytes, verb));
                return true;
            default: return false;
        }
    }

    // With a space between the bytes, and a prefix of all or, with spaces, of each.
    private string Hex(byte[] bytes, int verb)
    {
        var prefix = _isSharp && bytes.Length > 0 ? $"0{(char)verb}" : "";
        var each = bytes.Select(b => b.ToString(verb == 'x' ? "x2" : "X2", CultureInfo.InvariantCulture));
        return _hasSpace ? string.Join(' ', each.Select(b => prefix + b)) : prefix + string.Concat(each);
    }

    // In back quotes where that is asked for and can be; in ASCII alone where that is.
    private string Quoted(string text)
    {
        if (_isSharp && text.EnumerateRunes().All(static r => r.Value is '\t' or (>= ' ' and not ('`' or 0x7F or 0xFEFF)))) { return $"`{text}`"; }
        if (!_hasSign) { return QuotedText.Go(text); }
        return $"\"{string.Concat(text.EnumerateRunes().Select(static r => r.Value is >= ' ' and < 0x7F and not ('"' or '\\') ? r.ToString() : QuotedText.GoEscape(r)))}\"";
    }

    // Characters count, however many halves they have.
    private void Pad(string body)
    {
        var gap = new string(' ', Math.Max(0, (_width ?? 0) - body.EnumerateRunes().Count()));
        _text.Append(_isLeft ? body + gap : gap + body);
    }
}
