using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Expressions.Values;

/// <summary>Keys (bool, int, uint, string) and values.</summary>
public abstract class CelMap : CelValue
{
    /// <summary>No entries.</summary>
    public static CelMap Empty { get; } = new EntryMap(new Dictionary<CelValue, CelValue>());

    /// <summary>Number of entries.</summary>
    public abstract int Count { get; }
    /// <summary>The keys in order.</summary>
    public abstract IEnumerable<CelValue> Keys { get; }
    /// <summary>The value; null where there is none.</summary>
    public abstract CelValue? Find(CelValue key);

    /// <summary>A map of these entries; it may not be changed afterwards.</summary>
    public static CelMap Of(Dictionary<CelValue, CelValue> entries) => entries.Count == 0 ? Empty : new EntryMap(entries);

    /// <inheritdoc/>
    public override CelType Type => CelType.Map;

    /// <inheritdoc/>
    public override bool EqualTo(CelValue other)
    {
        if (other is not CelMap map || map.Count != Count) { return false; }
        foreach (var key in Keys)
        {
            if (map.Find(key) is not { } theirs || !Find(key)!.EqualTo(theirs)) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var key in Keys) { hash ^= key.GetHashCode(); }
        return hash;
    }

    /// <inheritdoc/>
    public override Node? ToNode()
    {
        var builder = new ObjectNode.Builder(Count);
        foreach (var key in Keys)
        {
            if (key is not CelString name || Find(key)!.ToNode() is not { } value) { return null; }
            builder.Set(name.Value, value);
        }
        return builder.ToNode();
    }
}
