using System.Globalization;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>Swap space of a container. Source: Swap memory management, observability.</summary>
/// <param name="UsedBytes">What it uses.</param>
/// <param name="AvailableBytes">What it may use beyond that; null: nothing bounds it, or the kernel does not count it.</param>
public sealed record ContainerSwap(long UsedBytes, long? AvailableBytes)
{
    // The kernel's largest number of pages, and all that is near it, means no limit.
    private const long NoLimit = 1L << 62;

    /// <summary>As the kernel counts it for a control group below a root, on both versions of its interface; null: the group is not there.</summary>
    public static ContainerSwap? Read(string root, string group)
    {
        var isUnified = File.Exists($"{root}/cgroup.controllers");
        var folder = isUnified ? $"{root}/{group.Trim('/')}" : $"{root}/memory/{group.Trim('/')}";
        if (!Directory.Exists(folder)) { return null; }
        if (isUnified) { return Of(Number(folder, "memory.swap.current"), Number(folder, "memory.swap.max")); }
        // Memory and swap are counted together.
        return Of(Number(folder, "memory.memsw.usage_in_bytes") - Number(folder, "memory.usage_in_bytes"), Number(folder, "memory.memsw.limit_in_bytes") is < NoLimit and var both ? both - Number(folder, "memory.limit_in_bytes") : null);
    }

    private static ContainerSwap Of(long? used, long? limit) => new(Math.Max(0, used ?? 0), limit is { } most ? Math.Max(0, most - Math.Max(0, used ?? 0)) : null);

    private static long? Number(string folder, string file)
    {
        try { return long.TryParse(File.ReadAllText($"{folder}/{file}").AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null; }
        catch (IOException) { return null; }
    }
}
