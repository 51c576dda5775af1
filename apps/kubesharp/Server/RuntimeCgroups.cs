using KubeSharp.Cri;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.V1;
using KubeSharp.Kubelet;
using KubeSharp.Kubelet.PodLifecycle;

namespace KubeSharp.Server;

/// <summary>The root of the pods' control groups as the runtime needs it. Source: KEP-4033 Discover cgroup driver from CRI; Kubelet Configuration, cgroupDriver.</summary>
internal static class RuntimeCgroups
{
    /// <summary>The options with the root as a slice where the runtime, or where it does not say the configuration, has systemd keep the groups; a folder is made.</summary>
    public static async Task<NodeAgentOptions> PrepareAsync(NodeAgentOptions options, IContainerRuntime runtime, CancellationToken cancellation)
    {
        if (options.CgroupRoot.Length == 0) { return options; }
        if (await UsesSystemdAsync(runtime, cancellation) ?? options.UsesSystemdCgroups) { return options with { CgroupRoot = CgroupNames.AsSlice(options.CgroupRoot) }; }
        CgroupTree.Ensure(options.CgroupRoot);
        return options;
    }

    // containerd says it since 2.0.
    private static async Task<bool?> UsesSystemdAsync(IContainerRuntime runtime, CancellationToken cancellation)
    {
        try { return (await runtime.RuntimeConfigAsync(new RuntimeConfigRequest(), cancellation)).Linux is { } linux ? linux.CgroupDriver == CgroupDriver.Systemd : null; }
        catch (CriException e) when (e.Error == CriError.Unimplemented) { return null; }
    }
}
