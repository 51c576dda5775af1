using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Libraries;

/// <summary>A named format of texts.</summary>
internal sealed class FormatValue(string name, Func<string, string?> mistake) : CelOpaque(FormatLibrary.Type)
{
    public string Name { get; } = name;

    /// <summary>What is wrong with the text; null: nothing.</summary>
    public string? Mistake(string text) => mistake(text);

    public override bool EqualTo(CelValue other) => other is FormatValue format && format.Name == Name;
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
    public override string ToString() => Name;
}
