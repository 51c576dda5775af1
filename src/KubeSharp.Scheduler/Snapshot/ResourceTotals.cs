using KubeSharp.Api;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Scheduler.Snapshot;

/// <summary>Amounts of resources, by name: cpu in thousandths, all else in whole units (bytes, pieces). Immutable.</summary>
public sealed class ResourceTotals
{
    /// <summary>What a container without a CPU request counts as when nodes are scored (thousandths of a core).</summary>
    public const long UnaskedCpuMilli = 100;
    /// <summary>What a container without a memory request counts as when nodes are scored (bytes).</summary>
    public const long UnaskedMemoryBytes = 200L * 1024 * 1024;

    private readonly KeyValuePair<string, long>[] _others;

    private ResourceTotals(long cpuMilli, long memoryBytes, KeyValuePair<string, long>[] others) =>
        (CpuMilli, MemoryBytes, _others) = (cpuMilli, memoryBytes, others);

    /// <summary>Nothing.</summary>
    public static ResourceTotals Zero { get; } = new(0, 0, []);

    /// <summary>Thousandths of a core.</summary>
    public long CpuMilli { get; }

    /// <summary>Bytes.</summary>
    public long MemoryBytes { get; }

    /// <summary>The other resources and their amounts, sorted by name.</summary>
    public ReadOnlySpan<KeyValuePair<string, long>> Others => _others;

    /// <summary>Amounts of an API object's resource list.</summary>
    public static ResourceTotals Of(ApiMap<Quantity> quantities)
    {
        var (cpu, memory) = (0L, 0L);
        var others = new List<KeyValuePair<string, long>>();
        foreach (var (name, quantity) in quantities)
        {
            switch (name)
            {
                case "cpu": cpu = quantity.MilliValue; break;
                case "memory": memory = quantity.Value; break;
                default: others.Add(new(name, quantity.Value)); break;
            }
        }
        return new(cpu, memory, [.. others]);
    }

    /// <summary>The amount of the resource of this name; 0 where there is none.</summary>
    public long Amount(string name)
    {
        if (name == "cpu") { return CpuMilli; }
        if (name == "memory") { return MemoryBytes; }
        foreach (var (other, amount) in _others)
        {
            if (other == name) { return amount; }
        }
        return 0;
    }

    /// <summary>The same with at least what a container counts as that asks for nothing.</summary>
    public ResourceTotals WithUnasked(int containersWithoutCpu, int containersWithoutMemory) =>
        new(CpuMilli + (containersWithoutCpu * UnaskedCpuMilli), MemoryBytes + (containersWithoutMemory * UnaskedMemoryBytes), _others);

    /// <summary>Sum.</summary>
    public static ResourceTotals operator +(ResourceTotals a, ResourceTotals b) => Combine(a, b, 1);

    /// <summary>Difference.</summary>
    public static ResourceTotals operator -(ResourceTotals a, ResourceTotals b) => Combine(a, b, -1);

    private static ResourceTotals Combine(ResourceTotals a, ResourceTotals b, long sign)
    {
        var others = a._others;
        if (b._others.Length > 0)
        {
            var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var (name, amount) in a._others) { sums[name] = amount; }
            foreach (var (name, amount) in b._others) { sums[name] = sums.GetValueOrDefault(name) + (sign * amount); }
            others = [.. sums.Where(s => s.Value != 0)];
        }
        return new(a.CpuMilli + (sign * b.CpuMilli), a.MemoryBytes + (sign * b.MemoryBytes), others);
    }
}
