using System.Globalization;

namespace KubeSharp.Machinery.Quantities;

/// <summary>A whole number or text: a port's number or name, an amount or a percentage.</summary>
public readonly record struct IntOrString
{
    /// <summary>A number.</summary>
    public IntOrString(int value) => Number = value;

    /// <summary>Text.</summary>
    public IntOrString(string text) => Text = text;

    /// <summary>The number; 0 where it is text.</summary>
    public int Number { get; }

    /// <summary>The text; null where it is a number.</summary>
    public string? Text { get; }

    /// <summary>Whether it is text.</summary>
    public bool IsText => Text is not null;

    /// <summary>The number, or that percentage of <paramref name="total"/>, rounded up or down; null where the text is no percentage.</summary>
    public int? Resolve(int total, bool roundUp)
    {
        if (Text is null) { return Number; }
        if (!Text.EndsWith('%') || !int.TryParse(Text.AsSpan(0, Text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var percent)) { return null; }
        var share = (long)percent * total;
        return (int)(roundUp ? (share + 99) / 100 : share / 100);
    }

    /// <summary>A number becomes one.</summary>
    public static implicit operator IntOrString(int value) => new(value);

    /// <summary>Text becomes text.</summary>
    public static implicit operator IntOrString(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? Number.ToString(CultureInfo.InvariantCulture);
}
