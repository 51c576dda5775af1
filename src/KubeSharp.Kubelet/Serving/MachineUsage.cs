using System.Globalization;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What the machine uses, from the kernel.</summary>
/// <param name="CpuNanoseconds">CPU time since its start, idle time not counted.</param>
/// <param name="MemoryTotalBytes">All memory.</param>
/// <param name="MemoryFreeBytes">Memory that nothing uses.</param>
/// <param name="MemoryAvailableBytes">Memory that can be had.</param>
/// <param name="SwapTotalBytes">All swap space.</param>
/// <param name="SwapFreeBytes">Swap space that nothing uses.</param>
internal sealed record MachineUsage(long CpuNanoseconds, long MemoryTotalBytes, long MemoryFreeBytes, long MemoryAvailableBytes, long SwapTotalBytes, long SwapFreeBytes)
{
    private const long NanosecondsPerTick = 10_000_000;
    private static readonly string[] _read = ["MemTotal", "MemFree", "MemAvailable", "SwapTotal", "SwapFree"];

    /// <summary>Reads it now.</summary>
    public static MachineUsage Read()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user nice system idle iowait irq softirq steal: all but idle and iowait.
        var ticks = fields.Skip(1).Take(8).Select(static (f, i) => i is 3 or 4 ? 0 : long.Parse(f, CultureInfo.InvariantCulture)).Sum();
        var memory = File.ReadLines("/proc/meminfo").Select(static l => l.Split(':', 2)).Where(static l => l.Length == 2 && _read.Contains(l[0])).ToDictionary(static l => l[0], static l => Bytes(l[1]), StringComparer.Ordinal);
        long Of(string name) => memory.GetValueOrDefault(name);
        return new MachineUsage(ticks * NanosecondsPerTick, Of("MemTotal"), Of("MemFree"), Of("MemAvailable"), Of("SwapTotal"), Of("SwapFree"));
    }

    // In kB.
    private static long Bytes(string amount) => long.Parse(amount.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture) * 1024;
}
