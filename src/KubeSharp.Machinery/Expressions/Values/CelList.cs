using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>Items in order.</summary>
public abstract class CelList : CelValue
{
    /// <summary>No items.</summary>
    public static CelList Empty { get; } = new ItemList([]);

    /// <summary>Number of items.</summary>
    public abstract int Count { get; }
    /// <summary>The item at the index, which must be there.</summary>
    public abstract CelValue this[int index] { get; }

    /// <summary>A list of these items; they may not be changed afterwards.</summary>
    public static CelList Of(params CelValue[] items) => items.Length == 0 ? Empty : new ItemList(items);

    /// <inheritdoc/>
    public override CelType Type => CelType.List;

    /// <summary>The list with the other's items after its own.</summary>
    public virtual CelList Concat(CelList other)
    {
        var items = new CelValue[Count + other.Count];
        for (var i = 0; i < Count; i++) { items[i] = this[i]; }
        for (var i = 0; i < other.Count; i++) { items[Count + i] = other[i]; }
        return Of(items);
    }

    /// <summary>Whether an item equals the value.</summary>
    public virtual bool Contains(CelValue value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i].EqualTo(value)) { return true; }
        }
        return false;
    }

    /// <inheritdoc/>
    public override bool EqualTo(CelValue other)
    {
        if (other is not CelList list || list.Count != Count) { return false; }
        if (list is NodeList { IsOrdered: false } theirs && this is not NodeList { IsOrdered: false }) { return theirs.EqualTo(this); }
        for (var i = 0; i < Count; i++)
        {
            if (!this[i].EqualTo(list[i])) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        for (var i = 0; i < Count; i++) { hash ^= this[i].GetHashCode(); }
        return hash;
    }

    /// <inheritdoc/>
    public override Node? ToNode()
    {
        var items = new Node[Count];
        for (var i = 0; i < items.Length; i++)
        {
            if (this[i].ToNode() is not { } item) { return null; }
            items[i] = item;
        }
        return new ArrayNode([.. items]);
    }
}
