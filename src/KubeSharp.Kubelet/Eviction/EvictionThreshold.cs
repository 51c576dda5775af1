using System.Globalization;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>How little of something may be left.</summary>
/// <param name="Signal">What: memory.available, nodefs.available, nodefs.inodesFree, imagefs.available, imagefs.inodesFree, pid.available.</param>
/// <param name="Value">A quantity (100Mi) or a share of all (10%).</param>
public sealed record EvictionThreshold(string Signal, string Value)
{
    /// <summary>Seconds for which too little must be left before it counts; 0: it counts at once.</summary>
    public int GraceSeconds { get; init; }

    /// <summary>How much more must be there again before it is crossed no longer, a quantity or a share of all; empty: nothing.</summary>
    public string Reclaim { get; init; } = "";

    /// <summary>Upstream's defaults.</summary>
    public static System.Collections.Immutable.ImmutableArray<EvictionThreshold> Defaults { get; } =
    [
        new("memory.available", "100Mi"), new("nodefs.available", "10%"), new("nodefs.inodesFree", "5%"), new("imagefs.available", "15%"), new("imagefs.inodesFree", "5%"),
    ];

    /// <summary>The node's condition when it is crossed.</summary>
    public string Condition => Signal switch
    {
        "memory.available" => "MemoryPressure",
        "pid.available" => "PIDPressure",
        _ => "DiskPressure",
    };

    /// <summary>The resource that pods are ranked and blamed by.</summary>
    public string Resource => Signal switch
    {
        "memory.available" => "memory",
        "pid.available" => "pids",
        "nodefs.inodesFree" or "imagefs.inodesFree" => "inodes",
        _ => "ephemeral-storage",
    };

    /// <summary>The least that may be left where there is so much in all.</summary>
    public long Least(long capacity) => Amount(Value, capacity);

    /// <summary>Whether too little is left.</summary>
    /// <param name="signals">What is left.</param>
    /// <param name="wasCrossed">It was before: then more must be there again.</param>
    public bool IsCrossed(EvictionSignals signals, bool wasCrossed = false)
    {
        var (available, capacity) = signals.Of(Signal);
        return capacity > 0 && available < Least(capacity) + (wasCrossed ? Amount(Reclaim, capacity) : 0);
    }

    private static long Amount(string text, long capacity) => text.EndsWith('%')
        ? (long)(capacity * (double.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) / 100))
        : Quantity.TryParse(text, out var quantity) ? quantity.Value : 0;
}
