using System.Collections.Immutable;
using KubeSharp.Cri.V1;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>Our values as the runtime interface's messages.</summary>
internal static class CriMessages
{
    public static PodSandboxConfig Sandbox(SandboxConfig config)
    {
        var message = new PodSandboxConfig
        {
            Metadata = new PodSandboxMetadata { Name = config.Name, Namespace = config.Namespace, Uid = config.Uid, Attempt = (uint)config.Attempt },
            Hostname = config.Hostname,
            LogDirectory = config.LogDirectory,
            Linux = new LinuxPodSandboxConfig
            {
                CgroupParent = config.CgroupParent,
                Resources = Resources(config.Resources),
                Overhead = Resources(config.Overhead),
                SecurityContext = SandboxSecurity(config),
            },
        };
        if (config.Resolver is { } resolver)
        {
            message.DnsConfig = new DNSConfig();
            message.DnsConfig.Servers.Add(resolver.Servers);
            message.DnsConfig.Searches.Add(resolver.Searches);
            message.DnsConfig.Options.Add(resolver.Options);
        }
        foreach (var port in config.Ports)
        {
            message.PortMappings.Add(new Cri.V1.PortMapping
            {
                Protocol = port.Protocol switch { "UDP" => Protocol.Udp, "SCTP" => Protocol.Sctp, _ => Protocol.Tcp },
                ContainerPort = port.ContainerPort,
                HostPort = port.HostPort,
                HostIp = port.HostAddress,
            });
        }
        message.Labels.Add(config.Labels);
        message.Annotations.Add(config.Annotations);
        message.Linux.Sysctls.Add(config.Sysctls);
        return message;
    }

    public static Cri.V1.ContainerConfig Container(ContainerConfig config)
    {
        var message = new Cri.V1.ContainerConfig
        {
            Metadata = new ContainerMetadata { Name = config.Name, Attempt = (uint)config.Attempt },
            Image = new ImageSpec { Image = config.ImageRef, UserSpecifiedImage = config.Image },
            WorkingDir = config.WorkingDirectory,
            LogPath = config.LogPath,
            Stdin = config.Stdin,
            StdinOnce = config.StdinOnce,
            Tty = config.Tty,
            Linux = new LinuxContainerConfig { Resources = Resources(config.Resources), SecurityContext = Security(config.Security) },
        };
        message.Command.Add(config.Command);
        message.Args.Add(config.Args);
        foreach (var (name, value) in config.Environment) { message.Envs.Add(new KeyValue { Key = name, Value = Google.Protobuf.ByteString.CopyFromUtf8(value) }); }
        foreach (var mount in config.Mounts) { message.Mounts.Add(MountOf(mount, config.Security.Namespaces.Users)); }
        foreach (var device in config.Devices) { message.Devices.Add(new Device { HostPath = device.HostPath, ContainerPath = device.ContainerPath, Permissions = device.Permissions }); }
        message.CDIDevices.Add(config.NamedDevices.Select(static d => new CDIDevice { Name = d }));
        message.Labels.Add(config.Labels);
        message.Annotations.Add(config.Annotations);
        if (Enum.TryParse<Signal>(config.StopSignal.Replace("+", "plus", StringComparison.Ordinal).Replace("-", "minus", StringComparison.Ordinal), true, out var signal)) { message.StopSignal = signal; }
        return message;
    }

    public static LinuxContainerResources Resources(ContainerResources resources)
    {
        var message = new LinuxContainerResources
        {
            CpuShares = resources.CpuShares,
            CpuQuota = resources.CpuQuotaMicroseconds,
            CpuPeriod = resources.CpuPeriodMicroseconds,
            MemoryLimitInBytes = resources.MemoryLimitBytes,
            OomScoreAdj = resources.OomScoreAdjust,
            CpusetCpus = resources.CpusetCpus,
            CpusetMems = resources.CpusetMems,
            MemorySwapLimitInBytes = resources.MemorySwapLimitBytes,
        };
        foreach (var (size, limit) in resources.HugePageLimitBytes) { message.HugepageLimits.Add(new HugepageLimit { PageSize = size, Limit = (ulong)limit }); }
        message.Unified.Add(resources.Unified);
        return message;
    }

    private static Mount MountOf(ContainerMount mount, Containers.UserMapping? users)
    {
        var message = new Mount
        {
            HostPath = mount.HostPath,
            ContainerPath = mount.ContainerPath,
            Readonly = mount.ReadOnly,
            RecursiveReadOnly = mount.RecursiveReadOnly,
            Propagation = mount.Propagation switch
            {
                "HostToContainer" => MountPropagation.PropagationHostToContainer,
                "Bidirectional" => MountPropagation.PropagationBidirectional,
                _ => MountPropagation.PropagationPrivate,
            },
        };
        if (users is not null)
        {
            message.UidMappings.Add(MappingOf(users));
            message.GidMappings.Add(MappingOf(users));
        }
        // Compat: CRI-O mounts no image of which it is not told the name that the user gave. Pinned by CriMessagesTests.
        if (mount.ImageRef.Length > 0) { (message.Image, message.ImageSubPath) = (new ImageSpec { Image = mount.ImageRef, UserSpecifiedImage = mount.ImageRef }, mount.ImageSubPath); }
        return message;
    }

    private static LinuxSandboxSecurityContext SandboxSecurity(SandboxConfig config)
    {
        var security = config.Security;
        var message = new LinuxSandboxSecurityContext
        {
            NamespaceOptions = Namespaces(config.Namespaces),
            Privileged = security.Privileged,
            Seccomp = Seccomp(security),
            SupplementalGroupsPolicy = security.StrictGroups ? SupplementalGroupsPolicy.Strict : SupplementalGroupsPolicy.Merge,
        };
        if (security.RunAsUser is { } user) { message.RunAsUser = new Int64Value { Value = user }; }
        if (security.RunAsGroup is { } group && security.RunAsUser is not null) { message.RunAsGroup = new Int64Value { Value = group }; }
        if (SeLinux(security) is { } label) { message.SelinuxOptions = label; }
        message.SupplementalGroups.Add(security.SupplementalGroups);
        return message;
    }

    private static LinuxContainerSecurityContext Security(ContainerSecurity security)
    {
        var message = new LinuxContainerSecurityContext
        {
            Privileged = security.Privileged,
            ReadonlyRootfs = security.ReadOnlyRoot,
            NoNewPrivs = security.NoNewPrivileges,
            RunAsUsername = security.RunAsUserName,
            NamespaceOptions = Namespaces(security.Namespaces),
            Capabilities = new Capability(),
            Seccomp = Seccomp(security),
            SupplementalGroupsPolicy = security.StrictGroups ? SupplementalGroupsPolicy.Strict : SupplementalGroupsPolicy.Merge,
        };
        message.Capabilities.AddCapabilities.Add(security.AddCapabilities);
        message.Capabilities.DropCapabilities.Add(security.DropCapabilities);
        message.SupplementalGroups.Add(security.SupplementalGroups);
        if (security.RunAsUser is { } user) { message.RunAsUser = new Int64Value { Value = user }; }
        if (security.RunAsGroup is { } group) { message.RunAsGroup = new Int64Value { Value = group }; }
        if (SeLinux(security) is { } label) { message.SelinuxOptions = label; }
        if (security.AppArmorType.Length > 0) { message.Apparmor = Profile(security.AppArmorType, security.AppArmorProfile); }
        if (!security.UnmaskedProc && !security.Privileged)
        {
            message.MaskedPaths.Add(_maskedPaths);
            message.ReadonlyPaths.Add(_readOnlyPaths);
        }
        return message;
    }

    private static SecurityProfile Seccomp(ContainerSecurity security) =>
        Profile(security.Privileged ? "Unconfined" : security.SeccompType, security.SeccompProfile);

    private static SecurityProfile Profile(string type, string reference) => new()
    {
        ProfileType = type switch
        {
            "RuntimeDefault" => SecurityProfile.Types.ProfileType.RuntimeDefault,
            "Localhost" => SecurityProfile.Types.ProfileType.Localhost,
            _ => SecurityProfile.Types.ProfileType.Unconfined,
        },
        LocalhostRef = type == "Localhost" ? reference : "",
    };

    private static SELinuxOption? SeLinux(ContainerSecurity security) => security.SeLinux is { } label
        ? new SELinuxOption { User = label.User, Role = label.Role, Type = label.Type, Level = label.Level } : null;

    private static NamespaceOption Namespaces(NamespaceModes modes)
    {
        var message = new NamespaceOption { Network = Mode(modes.Network), Pid = Mode(modes.Pid), Ipc = Mode(modes.Ipc), TargetId = modes.TargetId };
        if (modes.Users is { } users)
        {
            message.UsernsOptions = new UserNamespace { Mode = Cri.V1.NamespaceMode.Pod };
            message.UsernsOptions.Uids.Add(MappingOf(users));
            message.UsernsOptions.Gids.Add(MappingOf(users));
        }
        return message;
    }

    private static IDMapping MappingOf(Containers.UserMapping users) => new() { HostId = users.HostId, ContainerId = 0, Length = users.Length };

    private static Cri.V1.NamespaceMode Mode(NamespaceMode mode) => mode switch
    {
        NamespaceMode.Container => Cri.V1.NamespaceMode.Container,
        NamespaceMode.Node => Cri.V1.NamespaceMode.Node,
        NamespaceMode.Target => Cri.V1.NamespaceMode.Target,
        _ => Cri.V1.NamespaceMode.Pod,
    };

    private static readonly ImmutableArray<string> _maskedPaths =
        ["/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap"];

    private static readonly ImmutableArray<string> _readOnlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];
}
