using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Containers;

/// <summary>What a container may, from its own security context over its pod's. Source: Configure a Security Context for a Pod or Container.</summary>
public static class SecurityContexts
{
    /// <summary>A container's identity and rights.</summary>
    /// <exception cref="ContainerConfigException">It must not run as root and would.</exception>
    public static ContainerSecurity Of(Pod pod, Container container, ImageActual image, NodeFacts node, NamespaceModes namespaces)
    {
        var ofPod = pod.Spec.SecurityContext;
        var own = container.SecurityContext;
        var user = own?.RunAsUser ?? ofPod?.RunAsUser;
        VerifyNonRoot(pod, container, own?.RunAsNonRoot ?? ofPod?.RunAsNonRoot ?? false, user, image);
        var privileged = own?.Privileged == true;
        var seccomp = own?.SeccompProfile ?? ofPod?.SeccompProfile;
        var apparmor = own?.AppArmorProfile ?? ofPod?.AppArmorProfile;
        var selinux = own?.SeLinuxOptions ?? ofPod?.SeLinuxOptions;
        return new ContainerSecurity
        {
            RunAsUser = user ?? (image.UserName.Length == 0 ? image.UserId : null),
            RunAsUserName = user is null && image.UserName.Length > 0 ? image.UserName : "",
            RunAsGroup = own?.RunAsGroup ?? ofPod?.RunAsGroup,
            SupplementalGroups = Groups(ofPod),
            StrictGroups = ofPod?.SupplementalGroupsPolicy == "Strict",
            Privileged = privileged,
            ReadOnlyRoot = own?.ReadOnlyRootFilesystem == true,
            NoNewPrivileges = own?.AllowPrivilegeEscalation == false,
            AddCapabilities = [.. own?.Capabilities?.Add ?? []],
            DropCapabilities = [.. own?.Capabilities?.Drop ?? []],
            SeccompType = seccomp?.Type ?? node.SeccompDefault,
            SeccompProfile = seccomp?.LocalhostProfile is { } profile ? Path.Combine(node.SeccompFolder, profile) : "",
            AppArmorType = apparmor?.Type ?? "",
            AppArmorProfile = apparmor?.LocalhostProfile ?? "",
            SeLinux = selinux is null ? null : (selinux.User ?? "", selinux.Role ?? "", selinux.Type ?? "", selinux.Level ?? ""),
            UnmaskedProc = own?.ProcMount == "Unmasked",
            Namespaces = namespaces,
        };
    }

    /// <summary>The sandbox's identity and rights.</summary>
    public static ContainerSecurity OfSandbox(Pod pod)
    {
        var ofPod = pod.Spec.SecurityContext;
        var selinux = ofPod?.SeLinuxOptions;
        return new ContainerSecurity
        {
            RunAsUser = ofPod?.RunAsUser,
            RunAsGroup = ofPod?.RunAsGroup,
            SupplementalGroups = Groups(ofPod),
            StrictGroups = ofPod?.SupplementalGroupsPolicy == "Strict",
            Privileged = PodContainers.Of(pod.Spec).Any(static c => c.Spec.SecurityContext?.Privileged == true),
            SeccompType = "RuntimeDefault",
            SeLinux = selinux is null ? null : (selinux.User ?? "", selinux.Role ?? "", selinux.Type ?? "", selinux.Level ?? ""),
        };
    }

    /// <summary>Whose namespaces the pod's containers use.</summary>
    public static NamespaceModes Namespaces(PodSpec spec) => new()
    {
        Network = spec.HostNetwork == true ? NamespaceMode.Node : NamespaceMode.Pod,
        Ipc = spec.HostIPC == true ? NamespaceMode.Node : NamespaceMode.Pod,
        Pid = spec.HostPID == true ? NamespaceMode.Node : spec.ShareProcessNamespace == true ? NamespaceMode.Pod : NamespaceMode.Container,
    };

    private static ImmutableArray<long> Groups(PodSecurityContext? context) =>
        context is null ? [] : context.FsGroup is { } group ? [group, .. context.SupplementalGroups] : [.. context.SupplementalGroups];

    private static void VerifyNonRoot(Pod pod, Container container, bool nonRoot, long? user, ImageActual image)
    {
        if (!nonRoot) { return; }
        var where = $"(pod: \"{pod.Metadata.Name}_{pod.Metadata.Namespace}({pod.Metadata.Uid})\", container: {container.Name})";
        if (user is 0) { throw new ContainerConfigException($"container's runAsUser breaks non-root policy {where}"); }
        if (user is not null) { return; }
        if (image.UserName.Length > 0) { throw new ContainerConfigException($"container has runAsNonRoot and image has non-numeric user ({image.UserName}), cannot verify user is non-root {where}"); }
        if (image.UserId is null or 0) { throw new ContainerConfigException($"container has runAsNonRoot and image will run as root {where}"); }
    }
}
