using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>Text.</summary>
public sealed class StringNode(string value) : Node
{
    /// <summary>The empty text.</summary>
    public static StringNode Empty { get; } = new("");

    /// <inheritdoc/>
    public override string Kind => "string";

    /// <summary>The text, unescaped.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(Value);

    /// <inheritdoc/>
    public override bool Equals(Node? other) => other is StringNode node && node.Value == Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);
}
