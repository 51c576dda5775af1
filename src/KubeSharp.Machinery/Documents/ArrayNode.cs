using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>Items in order.</summary>
public sealed class ArrayNode(ImmutableArray<Node> items) : Node, IReadOnlyList<Node>
{
    /// <summary>No items.</summary>
    public static ArrayNode Empty { get; } = new([]);

    /// <summary>An array of these items.</summary>
    public static ArrayNode Of(params ReadOnlySpan<Node> items) => new([.. items]);

    /// <inheritdoc/>
    public override string Kind => "array";

    /// <summary>The items.</summary>
    public ImmutableArray<Node> Items { get; } = items;

    /// <summary>Number of items.</summary>
    public int Count => Items.Length;

    /// <summary>The item at the index.</summary>
    public Node this[int index] => Items[index];

    /// <summary>A copy with one item replaced.</summary>
    public ArrayNode SetItem(int index, Node value) => ReferenceEquals(Items[index], value) ? this : new(Items.SetItem(index, value));

    /// <summary>A copy with an item more at the end.</summary>
    public ArrayNode Add(Node value) => new(Items.Add(value));

    /// <inheritdoc/>
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items) { item.WriteTo(writer); }
        writer.WriteEndArray();
    }

    /// <inheritdoc/>
    public override bool Equals(Node? other)
    {
        if (ReferenceEquals(this, other)) { return true; }
        if (other is not ArrayNode node || node.Items.Length != Items.Length) { return false; }
        for (var i = 0; i < Items.Length; i++)
        {
            if (!Items[i].Equals(node.Items[i])) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in Items) { hash.Add(item); }
        return hash.ToHashCode();
    }

    /// <summary>The items in order.</summary>
    public IEnumerator<Node> GetEnumerator() => ((IEnumerable<Node>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
