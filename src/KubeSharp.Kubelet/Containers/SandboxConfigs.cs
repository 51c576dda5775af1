using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Makes sandbox configurations.</summary>
public static class SandboxConfigs
{
    /// <summary>The configuration of a pod's sandbox.</summary>
    public static SandboxConfig Of(Pod pod, int attempt, NodeFacts node, PodPaths paths, string runtimeHandler, UserMapping? users)
    {
        var (ns, name, uid) = (pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "", pod.Metadata.Uid ?? "");
        var (hostname, domain) = PodHostname.Of(pod, node.ClusterDomain);
        if (pod.Spec.SetHostnameAsFQDN == true && domain.Length > 0) { hostname = $"{hostname}.{domain}"; }
        var labels = pod.Metadata.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal)
            .SetItem(ContainerLabels.PodName, name).SetItem(ContainerLabels.PodNamespace, ns).SetItem(ContainerLabels.PodUid, uid);
        return new SandboxConfig
        {
            Name = name,
            Namespace = ns,
            Uid = uid,
            Attempt = attempt,
            Hostname = pod.Spec.HostNetwork == true ? "" : hostname,
            LogDirectory = paths.PodLogs(ns, name, uid),
            Resolver = PodResolver.Of(pod, node.Resolver, node.ClusterDns, node.ClusterDomain),
            Ports = pod.Spec.HostNetwork == true ? [] : Ports(pod.Spec),
            Labels = labels,
            Annotations = pod.Metadata.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
            CgroupParent = CgroupParent(node.CgroupRoot, pod),
            Namespaces = SecurityContexts.Namespaces(pod.Spec) with { Users = users },
            Sysctls = Sysctls(pod.Spec),
            Security = SecurityContexts.OfSandbox(pod),
            RuntimeHandler = runtimeHandler,
            Resources = ResourceConversion.InPeriod(ResourceConversion.OfPod(pod.Spec, node.PodPidsMax), node),
            Overhead = ResourceConversion.InPeriod(ResourceConversion.OfOverhead(pod.Spec), node),
        };
    }

    /// <summary>The control group of a pod below the root: by quality of service, then by uid. Empty where there is no root.</summary>
    public static string CgroupParent(string root, Pod pod)
    {
        if (root.Length == 0) { return ""; }
        var quality = QosClass.Of(pod.Spec);
        return CgroupNames.Below(quality == QosClass.Guaranteed ? root : CgroupNames.Below(root, quality.ToLowerInvariant()), $"pod{pod.Metadata.Uid}");
    }

    private static ImmutableArray<PortMapping> Ports(PodSpec spec) =>
        [.. PodContainers.Of(spec).SelectMany(static c => c.Spec.Ports)
            .Where(static p => p.HostPort is > 0)
            .Select(static p => new PortMapping(p.Protocol is { Length: > 0 } protocol ? protocol : "TCP", p.ContainerPortValue, p.HostPort ?? 0, p.HostIP ?? ""))];

    private static ImmutableSortedDictionary<string, string> Sysctls(PodSpec spec)
    {
        var settings = ImmutableSortedDictionary<string, string>.Empty;
        foreach (var sysctl in spec.SecurityContext?.Sysctls ?? []) { settings = settings.SetItem(sysctl.Name.Replace('/', '.'), sysctl.Value); }
        return settings;
    }
}
