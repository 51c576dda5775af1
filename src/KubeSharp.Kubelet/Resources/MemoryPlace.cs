using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Kubelet.Resources;

/// <summary>A memory node of the machine.</summary>
/// <param name="Node">Its number.</param>
/// <param name="Cpus">CPUs near to it.</param>
/// <param name="Bytes">What it has, by resource: memory, hugepages-2Mi.</param>
public sealed record MemoryPlace(int Node, ImmutableSortedSet<int> Cpus, ImmutableDictionary<string, long> Bytes)
{
    private const string Folder = "/sys/devices/system/node", Prefix = "node";

    /// <summary>All that the machine has; none where the kernel does not tell.</summary>
    public static IReadOnlyList<MemoryPlace> Read() => !Directory.Exists(Folder) ? []
        : [.. Directory.EnumerateDirectories(Folder, Prefix + "*").Select(static f => (Folder: f, Name: Path.GetFileName(f)[Prefix.Length..])).Where(static f => int.TryParse(f.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(static f => new MemoryPlace(int.Parse(f.Name, CultureInfo.InvariantCulture), CpuSet.Parse(Text(Path.Combine(f.Folder, "cpulist"))), Amounts(f.Folder))).OrderBy(static m => m.Node)];

    private static ImmutableDictionary<string, long> Amounts(string folder)
    {
        var found = ImmutableDictionary<string, long>.Empty;
        var pages = Path.Combine(folder, "hugepages");
        long set = 0;
        foreach (var size in Directory.Exists(pages) ? Directory.EnumerateDirectories(pages) : [])
        {
            var bytes = long.Parse(Path.GetFileName(size)["hugepages-".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
            var total = bytes * long.Parse(Text(Path.Combine(size, "nr_hugepages")) is { Length: > 0 } count ? count : "0", CultureInfo.InvariantCulture);
            found = found.SetItem($"hugepages-{Machinery.Quantities.Quantity.FromValue(bytes, Machinery.Quantities.QuantityFormat.BinarySI)}", total);
            set += total;
        }
        foreach (var line in File.ReadLines(Path.Combine(folder, "meminfo")))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, "MemTotal:", var kilobytes, ..]) { found = found.SetItem("memory", (long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024) - set); }
        }
        return found;
    }

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
