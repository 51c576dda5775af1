using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>True or false.</summary>
public sealed class BooleanNode : Node
{
    private BooleanNode(bool value) => Value = value;

    /// <summary>True.</summary>
    public static BooleanNode True { get; } = new(true);

    /// <summary>False.</summary>
    public static BooleanNode False { get; } = new(false);

    /// <inheritdoc/>
    public override string Kind => "boolean";

    /// <summary>The value.</summary>
    public bool Value { get; }

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

    /// <inheritdoc/>
    public override bool Equals(Node? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
}
