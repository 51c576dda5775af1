using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>JSON's null: a field that is there and has no value.</summary>
public sealed class NullNode : Node
{
    private NullNode() { }

    /// <summary>The only one.</summary>
    public static NullNode Instance { get; } = new();

    /// <inheritdoc/>
    public override string Kind => "null";

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();

    /// <inheritdoc/>
    public override bool Equals(Node? other) => other is NullNode;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;
}
