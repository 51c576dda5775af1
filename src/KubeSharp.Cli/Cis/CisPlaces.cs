using System.Collections.Immutable;

namespace KubeSharp.Cli.Cis;

/// <summary>Where the files of a control plane are, where it is on this machine.</summary>
/// <param name="DataFolder">The store's; empty: not known.</param>
/// <param name="PkiFolder">That of certificates and keys.</param>
/// <param name="Kubeconfigs">Those with credentials of the control plane.</param>
public sealed record CisPlaces(string DataFolder, string PkiFolder, ImmutableArray<string> Kubeconfigs)
{
    /// <summary>Those of kubeadm.</summary>
    public static CisPlaces Kubeadm { get; } = new("/var/lib/etcd", "/etc/kubernetes/pki", ["/etc/kubernetes/admin.conf", "/etc/kubernetes/super-admin.conf", "/etc/kubernetes/controller-manager.conf", "/etc/kubernetes/scheduler.conf"]);
}
