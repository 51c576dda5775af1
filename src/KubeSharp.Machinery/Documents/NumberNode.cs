using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>A number: a whole one of 64 bits, or a double; as upstream, whole numbers beyond 64 bits become doubles.</summary>
public sealed class NumberNode : Node
{
    private readonly double _double;

    // A whole number beyond 64 bits, which is written again as it was read.
    private readonly byte[]? _digits;

    /// <summary>A whole number.</summary>
    public NumberNode(long value) => (Integer, IsInteger, _double) = (value, true, value);

    /// <summary>A number with a fraction or an exponent.</summary>
    public NumberNode(double value) => (IsInteger, _double) = (false, value);

    private NumberNode(double value, byte[] digits) : this(value) => _digits = digits;

    /// <inheritdoc/>
    public override string Kind => "number";

    /// <summary>Whether it was written as a whole number that fits 64 bits.</summary>
    public bool IsInteger { get; }

    /// <summary>The whole number; 0 where <see cref="IsInteger"/> does not hold.</summary>
    public long Integer { get; }

    /// <summary>The value as a double.</summary>
    public double Double => _double;

    /// <summary>Reads the number the reader stands on.</summary>
    /// <exception cref="JsonException">It is beyond what a double holds.</exception>
    internal static NumberNode ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole)) { return new NumberNode(whole); }
        var value = reader.GetDouble();
        if (!double.IsFinite(value)) { throw new JsonException("number out of range"); }
        var text = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        return text.ContainsAny(".eE"u8) ? new NumberNode(value) : new NumberNode(value, text.ToArray());
    }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        if (IsInteger) { writer.WriteNumberValue(Integer); }
        else if (_digits is not null) { writer.WriteRawValue(_digits); }
        else { writer.WriteNumberValue(_double); }
    }

    /// <inheritdoc/>
    public override bool Equals(Node? other) =>
        other is NumberNode node && (IsInteger && node.IsInteger ? Integer == node.Integer : _double.Equals(node._double));

    /// <inheritdoc/>
    public override int GetHashCode() => _double.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => IsInteger ? Integer.ToString(CultureInfo.InvariantCulture) : base.ToString();
}
