using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>Bytes.</summary>
public sealed class CelBytes(byte[] value) : CelValue
{
    /// <summary>The value; never changed.</summary>
    public ReadOnlyMemory<byte> Value { get; } = value;

    /// <inheritdoc/>
    public override CelType Type => CelType.Bytes;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelBytes bytes && bytes.Value.Span.SequenceEqual(Value.Span);
    /// <inheritdoc/>
    public override Node ToNode() => Convert.ToBase64String(Value.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Value.Span);
        return hash.ToHashCode();
    }
}
