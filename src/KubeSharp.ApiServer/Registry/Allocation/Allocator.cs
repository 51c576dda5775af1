namespace KubeSharp.ApiServer.Registry.Allocation;

/// <summary>
/// Numbers of a range (addresses by their offset, ports), each held by one owner. The first <see cref="ReservedCount"/> are given only to who asks
/// for them by name, so that fixed ones are seldom taken already; then the reserved ones too, when all others are gone. Thread-safe.
/// Source: Service ClusterIP allocation; KEP-3070, KEP-3668.
/// </summary>
public sealed class Allocator(long count, long reservedCount, Random random)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, string> _owners = [];

    /// <summary>Numbers there are: 0 to one less.</summary>
    public long Count => count;

    /// <summary>Numbers from 0 that are not given at random.</summary>
    public long ReservedCount => reservedCount;

    /// <summary>How many are taken.</summary>
    public int TakenCount
    {
        get { lock (_lock) { return _owners.Count; } }
    }

    /// <summary>Takes this number; false where another owner has it.</summary>
    public bool TryTake(long number, string owner)
    {
        lock (_lock) { return _owners.TryAdd(number, owner) || _owners[number] == owner; }
    }

    /// <summary>Takes some free number; null where none is left.</summary>
    public long? TryTakeAny(string owner)
    {
        lock (_lock)
        {
            var number = Free(reservedCount, count - reservedCount) ?? Free(0, reservedCount);
            if (number is { } free) { _owners.Add(free, owner); }
            return number;
        }
    }

    /// <summary>Gives the number back if this owner has it.</summary>
    public void Release(long number, string owner)
    {
        lock (_lock)
        {
            if (_owners.TryGetValue(number, out var holder) && holder == owner) { _owners.Remove(number); }
        }
    }

    /// <summary>What is taken now, and by whom.</summary>
    public (long Number, string Owner)[] Held()
    {
        lock (_lock) { return [.. _owners.Select(static o => (o.Key, o.Value))]; }
    }

    // From a random place on, so that an address just given back is not at once another's.
    private long? Free(long first, long length)
    {
        if (length <= 0) { return null; }
        var start = random.NextInt64(length);
        for (var i = 0L; i < length; i++)
        {
            var number = first + ((start + i) % length);
            if (!_owners.ContainsKey(number)) { return number; }
        }
        return null;
    }
}
