using KubeSharp.Kubelet.PodLifecycle;

namespace KubeSharp.Kubelet.Configuration;

/// <summary>What a configuration demands of the machine before the agent starts on it. Source: Kubelet Configuration (v1beta1), failSwapOn, failCgroupV1, protectKernelDefaults.</summary>
public static class HostChecks
{
    private static readonly (string Setting, string Value)[] _kernel =
    [
        ("vm/overcommit_memory", "1"), ("vm/panic_on_oom", "0"), ("kernel/panic", "10"), ("kernel/panic_on_oops", "1"), ("kernel/keys/root_maxkeys", "1000000"), ("kernel/keys/root_maxbytes", "25000000"),
    ];

    /// <summary>Refuses a machine that is not as demanded.</summary>
    /// <param name="configuration">What is demanded.</param>
    /// <param name="failsOnSwap">Whether swap is refused where the configuration does not say.</param>
    /// <param name="proc">Where the kernel shows itself: /proc.</param>
    /// <exception cref="ConfigurationException">It is not; the message says in what.</exception>
    public static void Check(KubeletConfiguration configuration, bool failsOnSwap, string proc = "/proc")
    {
        var swaps = Path.Combine(proc, "swaps");
        if (configuration.Switch(failsOnSwap, "failSwapOn") && File.Exists(swaps) && File.ReadLines(swaps).Skip(1).Any()) { throw new ConfigurationException("running with swap on is not supported, please disable swap or set failSwapOn to false in the configuration"); }
        // Compat: upstream refuses by default; the machines of many are as they are.
        if (configuration.Switch(false, "failCgroupV1") && !PodCgroups.IsUnified) { throw new ConfigurationException("kubelet is configured to not run on a host using cgroup v1. cgroup v1 support is unsupported and will be removed in a future release"); }
        if (!configuration.Switch(false, "protectKernelDefaults")) { return; }
        var wrong = _kernel.Select(k => (k.Setting, k.Value, Is: Read(Path.Combine(proc, "sys", k.Setting)))).Where(static k => k.Is != k.Value)
            .Select(static k => $"invalid kernel flag: {k.Setting}, expected value: {k.Value}, actual value: {k.Is}").ToList();
        if (wrong.Count > 0) { throw new ConfigurationException(wrong.Count == 1 ? wrong[0] : $"[{string.Join(", ", wrong)}]"); }
    }

    private static string Read(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";
}
