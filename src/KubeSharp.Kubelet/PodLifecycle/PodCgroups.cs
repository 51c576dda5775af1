using System.Globalization;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Resources;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>The control groups of pods, on both versions of the kernel's interface. Source: Node Allocatable; Pod QoS, cgroup hierarchy.</summary>
internal static class PodCgroups
{
    /// <summary>Where the kernel shows its control groups.</summary>
    public const string Root = "/sys/fs/cgroup";
    private const long NoMemoryLimit = -1, WeightMax = 10_000, SharesMax = 262_144;

    /// <summary>Whether the machine has the unified hierarchy.</summary>
    public static bool IsUnified => File.Exists($"{Root}/cgroup.controllers");

    /// <summary>Whether the kernel can bound what a group of the unified hierarchy swaps; only groups that have limits of memory tell.</summary>
    public static bool HasSwapControl(string parent) => IsUnified && File.Exists($"{Root}/{parent.Trim('/')}/memory.swap.max");

    /// <summary>Makes the group and sets its limits. Where the machine does not allow it, containers keep their own limits.</summary>
    public static void Apply(string parent, ContainerResources resources)
    {
        if (parent.Length == 0 || !Directory.Exists(Root)) { return; }
        if (CgroupNames.IsSlice(parent)) { SystemdSlices.Here.Apply(parent, resources); }
        if (IsUnified)
        {
            var group = Unified(parent);
            Write(group, "cpu.weight", Weight(resources.CpuShares));
            Write(group, "cpu.max", $"{(resources.CpuQuotaMicroseconds > 0 ? Text(resources.CpuQuotaMicroseconds) : "max")} {resources.CpuPeriodMicroseconds}");
            Write(group, "memory.max", resources.MemoryLimitBytes > 0 ? Text(resources.MemoryLimitBytes) : "max");
            Write(group, "pids.max", resources.PidsLimit > 0 ? Text(resources.PidsLimit) : "max");
            foreach (var (size, limit) in resources.HugePageLimitBytes) { Write(group, $"hugetlb.{size}.max", Text(limit)); }
            return;
        }
        var (cpu, memory) = (Made("cpu", parent), Made("memory", parent));
        Write(cpu, "cpu.shares", Text(resources.CpuShares));
        Write(cpu, "cpu.cfs_period_us", Text(resources.CpuPeriodMicroseconds));
        Write(cpu, "cpu.cfs_quota_us", Text(resources.CpuQuotaMicroseconds > 0 ? resources.CpuQuotaMicroseconds : -1));
        Write(memory, "memory.limit_in_bytes", Text(resources.MemoryLimitBytes > 0 ? resources.MemoryLimitBytes : NoMemoryLimit));
        Write(Made("pids", parent), "pids.max", resources.PidsLimit > 0 ? Text(resources.PidsLimit) : "max");
        foreach (var (size, limit) in resources.HugePageLimitBytes) { Write(Made("hugetlb", parent), $"hugetlb.{size}.limit_in_bytes", Text(limit)); }
    }

    /// <summary>Whether the group is there.</summary>
    public static bool Exists(string group) => Directory.Exists(IsUnified ? $"{Root}/{group.Trim('/')}" : $"{Root}/cpu/{group.Trim('/')}");

    /// <summary>Bounds a group of somebody else's by what is kept for it; what is not kept is left as it is.</summary>
    public static void Reserve(ReservedGroup reserved)
    {
        var cpu = reserved.Amounts.TryGetValue("cpu", out var processors) ? ResourceConversion.Shares(processors.MilliValue) : 0;
        var memory = !reserved.IsCpuOnly && reserved.Amounts.TryGetValue("memory", out var bytes) ? bytes.Value : 0;
        var pids = !reserved.IsCpuOnly && reserved.Amounts.TryGetValue("pid", out var processes) ? processes.Value : 0;
        string Folder(string controller) => IsUnified ? $"{Root}/{reserved.Group.Trim('/')}" : $"{Root}/{controller}/{reserved.Group.Trim('/')}";
        if (cpu > 0) { Write(Folder("cpu"), IsUnified ? "cpu.weight" : "cpu.shares", IsUnified ? Weight(cpu) : Text(cpu)); }
        if (memory > 0) { Write(Folder("memory"), IsUnified ? "memory.max" : "memory.limit_in_bytes", Text(memory)); }
        if (pids > 0) { Write(Folder("pids"), "pids.max", Text(pids)); }
    }

    /// <summary>Takes the limits away until <see cref="Apply"/> sets new ones; the weight is the new one at once.</summary>
    public static void Widen(string parent, ContainerResources wanted) => Apply(parent, wanted with { CpuQuotaMicroseconds = 0, MemoryLimitBytes = 0 });

    /// <summary>Sets the share of CPU of a class of pods.</summary>
    public static void SetShares(string group, long shares) => Apply(group, new ContainerResources { CpuShares = shares, CpuPeriodMicroseconds = 100_000 });

    /// <summary>Removes the pod's group in every hierarchy; groups in use stay.</summary>
    public static void Remove(string parent)
    {
        if (parent.Length == 0 || !Directory.Exists(Root)) { return; }
        if (CgroupNames.IsSlice(parent)) { SystemdSlices.Here.Stop(parent); }
        var relative = parent.TrimStart('/');
        foreach (var hierarchy in Directory.EnumerateDirectories(Root).Append(Root))
        {
            var group = Path.Combine(hierarchy, relative);
            if (!Directory.Exists(group)) { continue; }
            try { Directory.Delete(group); }
            catch (IOException) { /* something still lives in it: the runtime removes it when that ends */ }
            catch (UnauthorizedAccessException) { /* the kernel says "busy" so, too */ }
        }
    }

    /// <summary>Weight of cgroup v2 that stands for a share of v1, as runtimes convert it.</summary>
    internal static string Weight(long shares)
    {
        if (shares <= 0) { return "100"; }
        if (shares >= SharesMax) { return Text(WeightMax); }
        var log = Math.Log2(Math.Max(2, shares));
        return Text((long)Math.Ceiling(Math.Pow(10, (((log * log) + (125 * log)) / 612.0) - (7.0 / 34.0))));
    }

    private static string Made(string controller, string parent)
    {
        var path = $"{Root}/{controller}/{parent.TrimStart('/')}";
        if (Directory.Exists($"{Root}/{controller}")) { Directory.CreateDirectory(path); }
        return path;
    }

    // Each group passes its controllers on to those below it, or their files are not there.
    private static string Unified(string parent)
    {
        var path = Root;
        foreach (var name in parent.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            Write(path, "cgroup.subtree_control", "+cpu +memory +pids");
            Write(path, "cgroup.subtree_control", "+hugetlb");
            path = $"{path}/{name}";
            Directory.CreateDirectory(path);
        }
        return path;
    }

    private static void Write(string group, string file, string value)
    {
        var path = $"{group}/{file}";
        if (!File.Exists(path)) { return; }
        try { File.WriteAllText(path, value); }
        catch (IOException) { /* the kernel refuses what the groups above or below do not allow; the containers' own limits hold */ }
        catch (UnauthorizedAccessException) { /* the same */ }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
