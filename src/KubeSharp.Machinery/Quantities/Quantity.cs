using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KubeSharp.Machinery.Quantities;

/// <summary>
/// An amount of a resource: exact, in billionths, at most 2^63-1 either way. Equal by amount, whatever the suffix.
/// Source: the reference page "Quantity".
/// </summary>
public readonly struct Quantity : IEquatable<Quantity>, IComparable<Quantity>
{
    private const long NanosPerUnit = 1_000_000_000;
    private static readonly Int128 _maxNanos = (Int128)long.MaxValue * NanosPerUnit;
    private static readonly string[] _decimalSuffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] _binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    private readonly Int128 _nanos;
    private readonly QuantityFormat _format;

    private Quantity(Int128 nanos, QuantityFormat format) =>
        (_nanos, _format) = (nanos > _maxNanos ? _maxNanos : nanos < -_maxNanos ? -_maxNanos : nanos, format);

    /// <summary>Nothing.</summary>
    public static Quantity Zero => default;

    /// <summary>A whole amount.</summary>
    public static Quantity FromValue(long value, QuantityFormat format = QuantityFormat.DecimalSI) => new((Int128)value * NanosPerUnit, format);

    /// <summary>An amount in thousandths (millicores).</summary>
    public static Quantity FromMilli(long milli, QuantityFormat format = QuantityFormat.DecimalSI) => new((Int128)milli * 1_000_000, format);

    /// <summary>How it is written.</summary>
    public QuantityFormat Format => _format;

    /// <summary>The amount rounded up (away from zero) to a whole number.</summary>
    public long Value => (long)DivideUp(_nanos, NanosPerUnit);

    /// <summary>The amount in thousandths, rounded up.</summary>
    public long MilliValue => (long)Int128.Clamp(DivideUp(_nanos, 1_000_000), long.MinValue, long.MaxValue);

    /// <summary>The amount as a double; may lose digits.</summary>
    public double Double => (double)_nanos / NanosPerUnit;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Int128.Sign(_nanos);

    /// <summary>Reads a quantity.</summary>
    /// <exception cref="FormatException">It is not one; the message is upstream's.</exception>
    public static Quantity Parse(string text) => TryParse(text, out var quantity)
        ? quantity
        : throw new FormatException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");

    /// <summary>Reads a quantity; false where it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Quantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(text)) { return false; }
        var at = text[0] is '+' or '-' ? 1 : 0;
        var numberStart = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) { at++; }
        var number = text.AsSpan(numberStart, at - numberStart);
        if (number.Count('.') > 1 || !number.ContainsAnyInRange('0', '9')) { return false; }
        if (!TryScale(text.AsSpan(at), out var binaryPower, out var exponent, out var format)) { return false; }
        var nanos = ToNanos(number, binaryPower, exponent);
        quantity = new Quantity(text[0] == '-' ? -nanos : nanos, format);
        return true;
    }

    private static bool TryScale(ReadOnlySpan<char> suffix, out int binaryPower, out int exponent, out QuantityFormat format)
    {
        (binaryPower, exponent, format) = (0, 0, QuantityFormat.DecimalSI);
        for (var i = 0; i < _decimalSuffixes.Length; i++)
        {
            if (suffix.SequenceEqual(_decimalSuffixes[i])) { exponent = (i - 3) * 3; return true; }
        }
        for (var i = 1; i < _binarySuffixes.Length; i++)
        {
            if (suffix.SequenceEqual(_binarySuffixes[i])) { (binaryPower, format) = (i, QuantityFormat.BinarySI); return true; }
        }
        format = QuantityFormat.DecimalExponent;
        return suffix.Length > 1 && suffix[0] is 'e' or 'E' && suffix.Length <= 12
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent);
    }

    // Digits are taken one by one, so that any length of input costs no more than its length; what lies beyond a billionth rounds up.
    private static Int128 ToNanos(ReadOnlySpan<char> number, int binaryPower, int exponent)
    {
        var mantissa = System.Numerics.BigInteger.Zero;
        var fraction = 0;
        var seenPoint = false;
        foreach (var c in number.Length > 200 ? number[..200] : number)
        {
            if (c == '.') { seenPoint = true; continue; }
            mantissa = (mantissa * 10) + (c - '0');
            if (seenPoint) { fraction++; }
        }
        if (mantissa.IsZero) { return 0; }
        mantissa <<= binaryPower * 10;
        var power = Math.Clamp(exponent - fraction + 9, -1000, 1000);
        if (power >= 0) { mantissa *= System.Numerics.BigInteger.Pow(10, power); }
        else
        {
            mantissa = System.Numerics.BigInteger.DivRem(mantissa, System.Numerics.BigInteger.Pow(10, -power), out var rest);
            if (!rest.IsZero) { mantissa += 1; }
        }
        return mantissa > (System.Numerics.BigInteger)_maxNanos ? _maxNanos : (Int128)mantissa;
    }

    private static Int128 DivideUp(Int128 value, Int128 by)
    {
        var (quotient, rest) = Int128.DivRem(value, by);
        return rest == 0 ? quotient : quotient + Int128.Sign(value);
    }

    /// <summary>Canonical text: the largest suffix that leaves no fraction.</summary>
    public override string ToString()
    {
        if (_nanos == 0) { return "0"; }
        if (_format == QuantityFormat.BinarySI && Int128.Abs(_nanos) >= (Int128)1024 * NanosPerUnit) { return BinaryText(); }
        var (mantissa, exponent) = (_nanos, -9);
        while (exponent < 18 && mantissa % 1000 == 0) { (mantissa, exponent) = (mantissa / 1000, exponent + 3); }
        var suffix = _format == QuantityFormat.DecimalExponent ? (exponent == 0 ? "" : $"e{exponent}") : _decimalSuffixes[(exponent / 3) + 3];
        return mantissa.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private string BinaryText()
    {
        var (mantissa, power) = (DivideUp(_nanos, NanosPerUnit), 0);
        while (power < _binarySuffixes.Length - 1 && mantissa % 1024 == 0) { (mantissa, power) = (mantissa / 1024, power + 1); }
        return mantissa.ToString(CultureInfo.InvariantCulture) + _binarySuffixes[power];
    }

    /// <inheritdoc/>
    public bool Equals(Quantity other) => _nanos == other._nanos;
    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);
    /// <inheritdoc/>
    public override int GetHashCode() => _nanos.GetHashCode();
    /// <inheritdoc/>
    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

#pragma warning disable CS1591 // arithmetic as expected; the left operand's format is kept unless it is zero
    public static Quantity operator +(Quantity a, Quantity b) => new(a._nanos + b._nanos, a._nanos == 0 ? b._format : a._format);
    public static Quantity operator -(Quantity a, Quantity b) => new(a._nanos - b._nanos, a._nanos == 0 ? b._format : a._format);
    public static bool operator ==(Quantity a, Quantity b) => a._nanos == b._nanos;
    public static bool operator !=(Quantity a, Quantity b) => a._nanos != b._nanos;
    public static bool operator <(Quantity a, Quantity b) => a._nanos < b._nanos;
    public static bool operator >(Quantity a, Quantity b) => a._nanos > b._nanos;
    public static bool operator <=(Quantity a, Quantity b) => a._nanos <= b._nanos;
    public static bool operator >=(Quantity a, Quantity b) => a._nanos >= b._nanos;
#pragma warning restore CS1591
}
