using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Admission;

/// <summary>Kernel settings that pods may choose. Source: Using sysctls in a Kubernetes Cluster.</summary>
public static class Sysctls
{
    private static readonly HashSet<string> _safe = new(StringComparer.Ordinal)
    {
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    };

    private static readonly string[] _ofIpc = ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."];

    /// <summary>The first setting that the pod may not have, with the cause; null: it may have all.</summary>
    public static string? Forbidden(PodSpec spec, IReadOnlyCollection<string> allowedUnsafe)
    {
        foreach (var sysctl in spec.SecurityContext?.Sysctls ?? [])
        {
            var name = sysctl.Name.Replace('/', '.');
            if (!_safe.Contains(name) && !allowedUnsafe.Any(a => Fits(a, name))) { return $"forbidden sysctl: \"{name}\" not allowlisted"; }
            if (spec.HostNetwork == true && name.StartsWith("net.", StringComparison.Ordinal)) { return $"forbidden sysctl: \"{name}\" not allowed with host net enabled"; }
            if (spec.HostIPC == true && _ofIpc.Any(p => name.StartsWith(p, StringComparison.Ordinal))) { return $"forbidden sysctl: \"{name}\" not allowed with host ipc enabled"; }
        }
        return null;
    }

    private static bool Fits(string allowed, string name) =>
        allowed.EndsWith('*') ? name.StartsWith(allowed[..^1], StringComparison.Ordinal) : allowed == name;
}
