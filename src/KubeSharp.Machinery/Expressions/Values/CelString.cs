using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>Text. Sizes and indexes count code points.</summary>
public sealed class CelString(string value) : CelValue
{
    private int _length = -1;

    /// <summary>The empty text.</summary>
    public static CelString Empty { get; } = new("");

    /// <summary>The value.</summary>
    public string Value { get; } = value;

    /// <summary>Code points in it.</summary>
    public int Length => _length >= 0 ? _length : _length = Count(Value);

    /// <inheritdoc/>
    public override CelType Type => CelType.String;
    /// <inheritdoc/>
    public override bool EqualTo(CelValue other) => other is CelString text && text.Value == Value;
    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
    /// <inheritdoc/>
    public override Node ToNode() => Value;
    /// <inheritdoc/>
    public override string ToString() => Value;

    private static int Count(string text)
    {
        var pairs = 0;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (!char.IsSurrogatePair(text[i], text[i + 1])) { continue; }
            pairs++;
            i++;
        }
        return text.Length - pairs;
    }
}
