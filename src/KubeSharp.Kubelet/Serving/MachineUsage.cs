using System.Globalization;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What the machine uses, from the kernel.</summary>
/// <param name="CpuNanoseconds">CPU time since its start, idle time not counted.</param>
/// <param name="MemoryTotalBytes">All memory.</param>
/// <param name="MemoryFreeBytes">Memory that nothing uses.</param>
/// <param name="MemoryAvailableBytes">Memory that can be had.</param>
internal sealed record MachineUsage(long CpuNanoseconds, long MemoryTotalBytes, long MemoryFreeBytes, long MemoryAvailableBytes)
{
    private const long NanosecondsPerTick = 10_000_000;

    /// <summary>Reads it now.</summary>
    public static MachineUsage Read()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user nice system idle iowait irq softirq steal: all but idle and iowait.
        var ticks = fields.Skip(1).Take(8).Select(static (f, i) => i is 3 or 4 ? 0 : long.Parse(f, CultureInfo.InvariantCulture)).Sum();
        var (total, free, available) = (0L, 0L, 0L);
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith("MemTotal:", StringComparison.Ordinal)) { total = Bytes(line); }
            else if (line.StartsWith("MemFree:", StringComparison.Ordinal)) { free = Bytes(line); }
            else if (line.StartsWith("MemAvailable:", StringComparison.Ordinal)) { available = Bytes(line); }
        }
        return new MachineUsage(ticks * NanosecondsPerTick, total, free, available);
    }

    private static long Bytes(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
