using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>
/// Control groups that systemd keeps. It has to be told of their limits by its own program: what it was not told it takes away again. Where it does not answer, containers keep their own limits.
/// Source: systemd.resource-control(5); Configuring a cgroup driver.
/// </summary>
/// <param name="program">systemctl.</param>
public sealed class SystemdSlices(string program)
{
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(10);

    /// <summary>Those of the machine.</summary>
    public static SystemdSlices Here { get; } = new("systemctl");

    /// <summary>Makes the slice and sets its limits until the machine starts anew.</summary>
    public void Apply(string group, ContainerResources resources)
    {
        Run(["start", CgroupNames.Unit(group)]);
        Run(["set-property", "--runtime", CgroupNames.Unit(group), .. Properties(resources)]);
    }

    /// <summary>Removes the slice, which is empty, or whose processes end with it.</summary>
    public void Stop(string group) => Run(["stop", CgroupNames.Unit(group)]);

    /// <summary>Limits as systemd names them. Pure.</summary>
    internal static string[] Properties(ContainerResources resources) =>
    [
        $"CPUWeight={PodCgroups.Weight(resources.CpuShares)}",
        // In whole hundredths of a processor, no less than what is asked; the kernel is given the exact one beside.
        resources.CpuQuotaMicroseconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"CPUQuota={((resources.CpuQuotaMicroseconds * 100) + resources.CpuPeriodMicroseconds - 1) / resources.CpuPeriodMicroseconds}%") : "CPUQuota=",
        $"MemoryMax={Bound(resources.MemoryLimitBytes)}",
        $"TasksMax={Bound(resources.PidsLimit)}",
    ];

    private static string Bound(long limit) => limit > 0 ? limit.ToString(CultureInfo.InvariantCulture) : "infinity";

    private void Run(string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (!process.WaitForExit(_callMax)) { process.Kill(); }
        }
        catch (Win32Exception) { /* it is not there: nor are its slices kept by anybody */ }
    }
}
