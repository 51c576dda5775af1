using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>A pod's host name and domain. Source: DNS for Services and Pods, hostname and subdomain.</summary>
public static class PodHostname
{
    private const int LengthMax = 63;

    /// <summary>Host name and domain; the domain is empty where the pod names no subdomain.</summary>
    public static (string Hostname, string Domain) Of(Pod pod, string clusterDomain)
    {
        if (pod.Spec.HostnameOverride is { Length: > 0 } over) { return (over, ""); }
        var name = pod.Spec.Hostname is { Length: > 0 } own ? own : pod.Metadata.Name ?? "";
        if (name.Length > LengthMax) { name = name[..LengthMax].TrimEnd('-', '.'); }
        var domain = pod.Spec.Subdomain is { Length: > 0 } subdomain ? $"{subdomain}.{pod.Metadata.Namespace}.svc.{clusterDomain}" : "";
        return (name, domain);
    }
}
