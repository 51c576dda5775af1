using System.Globalization;
using System.Text.Json.Nodes;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Docker;

/// <summary>The runtime interface's messages as the engine's. Pure.</summary>
internal static class DockerBodies
{
    private const string NoNetwork = "none", HostNamespace = "host";
    // The engine keeps what is said until it is copied into the pod's log, and some more for when this process does not run.
    private const string EngineLogMaxSize = "20m", EngineLogMaxFiles = "2";
    private const int SandboxOomScore = -998, SharesMin = 2;

    // Every capability but SYS_RESOURCE: what a container gets instead of all where that one cannot be had.
    private static readonly string[] _nearlyAll =
    [
        "AUDIT_CONTROL", "AUDIT_WRITE", "BLOCK_SUSPEND", "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL",
        "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_RAW", "SETGID", "SETFCAP",
        "SETPCAP", "SETUID", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_TIME",
        "SYS_TTY_CONFIG", "SYSLOG", "WAKE_ALARM",
    ];

    /// <summary>A sandbox: the container whose namespaces the pod's others share.</summary>
    public static JsonObject Sandbox(PodSandboxConfig config, DockerOptions options, bool systemd, long createdAtNanoseconds)
    {
        var security = config.Linux?.SecurityContext ?? new LinuxSandboxSecurityContext();
        var modes = security.NamespaceOptions ?? new NamespaceOption();
        var host = new JsonObject
        {
            ["NetworkMode"] = modes.Network == NamespaceMode.Node ? HostNamespace : NoNetwork,
            ["IpcMode"] = modes.Ipc == NamespaceMode.Node ? HostNamespace : "shareable",
            ["PidMode"] = modes.Pid == NamespaceMode.Node ? HostNamespace : "",
            ["OomScoreAdj"] = Math.Max(SandboxOomScore, options.OomScoreMin),
            ["CpuShares"] = SharesMin,
            ["CgroupParent"] = CgroupParent(config.Linux?.CgroupParent ?? "", systemd),
            ["LogConfig"] = new JsonObject { ["Type"] = "none" },
            ["SecurityOpt"] = new JsonArray("no-new-privileges"),
            ["ReadonlyRootfs"] = true,
        };
        if (config.Linux?.Sysctls is { Count: > 0 } sysctls) { host["Sysctls"] = Texts(sysctls); }
        var labels = Labels(config.Labels, config.Annotations, DockerLabels.SandboxKind, options, createdAtNanoseconds);
        if (modes.Network == NamespaceMode.Node) { labels[DockerLabels.Network] = HostNamespace; }
        return new JsonObject { ["Image"] = options.SandboxImage, ["Hostname"] = modes.Network == NamespaceMode.Node ? "" : config.Hostname, ["Labels"] = labels, ["HostConfig"] = host };
    }

    /// <summary>A container in a sandbox.</summary>
    /// <exception cref="IOException">Its seccomp profile cannot be read.</exception>
    public static JsonObject Container(string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, DockerOptions options, bool systemd, long createdAtNanoseconds)
    {
        var security = config.Linux?.SecurityContext ?? new LinuxContainerSecurityContext();
        var labels = Labels(config.Labels, config.Annotations, DockerLabels.ContainerKind, options, createdAtNanoseconds);
        labels[DockerLabels.SandboxId] = sandboxId;
        labels[DockerLabels.LogPath] = Path.Combine(sandbox.LogDirectory, config.LogPath);
        labels[DockerLabels.Image] = config.Image.UserSpecifiedImage.Length > 0 ? config.Image.UserSpecifiedImage : config.Image.Image;
        var body = new JsonObject
        {
            ["Image"] = config.Image.Image,
            ["Env"] = List(config.Envs.Select(static e => $"{e.Key}={e.Value.ToStringUtf8()}")),
            ["WorkingDir"] = config.WorkingDir,
            ["User"] = User(security),
            ["Labels"] = labels,
            ["OpenStdin"] = config.Stdin,
            ["StdinOnce"] = config.StdinOnce,
            ["Tty"] = config.Tty,
            // Probes are the agent's.
            ["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("NONE") },
            ["HostConfig"] = HostConfig(sandboxId, config, security, sandbox, options, systemd),
        };
        if (config.Command.Count > 0) { body["Entrypoint"] = List(config.Command); }
        if (config.Args.Count > 0) { body["Cmd"] = List(config.Args); }
        if (config.StopSignal != Signal.RuntimeDefault) { body["StopSignal"] = config.StopSignal.ToString().ToUpperInvariant().Replace("PLUS", "+", StringComparison.Ordinal).Replace("MINUS", "-", StringComparison.Ordinal); }
        return body;
    }

    /// <summary>Limits of a container, for its making and for their change.</summary>
    public static JsonObject Resources(LinuxContainerResources resources)
    {
        var body = new JsonObject();
        if (resources.CpuShares > 0) { body["CpuShares"] = Math.Max(SharesMin, resources.CpuShares); }
        if (resources.CpuPeriod > 0) { body["CpuPeriod"] = resources.CpuPeriod; }
        if (resources.CpuQuota != 0) { body["CpuQuota"] = resources.CpuQuota; }
        if (resources.CpusetCpus.Length > 0) { body["CpusetCpus"] = resources.CpusetCpus; }
        if (resources.CpusetMems.Length > 0) { body["CpusetMems"] = resources.CpusetMems; }
        if (resources.MemoryLimitInBytes > 0)
        {
            body["Memory"] = resources.MemoryLimitInBytes;
            body["MemorySwap"] = resources.MemorySwapLimitInBytes > 0 ? resources.MemorySwapLimitInBytes : resources.MemoryLimitInBytes;
        }
        return body;
    }

    /// <summary>The engine's word for the control group: a path, or with systemd the slice that it is or that stands for it.</summary>
    internal static string CgroupParent(string path, bool systemd) => !systemd || path.Length == 0
        ? path
        : path.EndsWith(".slice", StringComparison.Ordinal) ? path[(path.LastIndexOf('/') + 1)..]
        : string.Join('-', path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Replace('-', '_'))) + ".slice";

    private static JsonObject HostConfig(string sandboxId, ContainerConfig config, LinuxContainerSecurityContext security, PodSandboxConfig sandbox, DockerOptions options, bool systemd)
    {
        var modes = security.NamespaceOptions ?? new NamespaceOption();
        var resources = config.Linux?.Resources ?? new LinuxContainerResources();
        var host = Resources(resources);
        host["NetworkMode"] = modes.Network == NamespaceMode.Node ? HostNamespace : $"container:{sandboxId}";
        host["UTSMode"] = modes.Network == NamespaceMode.Node ? HostNamespace : "";
        host["IpcMode"] = modes.Ipc == NamespaceMode.Node ? HostNamespace : $"container:{sandboxId}";
        host["PidMode"] = modes.Pid switch
        {
            NamespaceMode.Node => HostNamespace,
            NamespaceMode.Pod => $"container:{sandboxId}",
            NamespaceMode.Target => $"container:{modes.TargetId}",
            _ => "",
        };
        host["CgroupParent"] = CgroupParent(sandbox.Linux?.CgroupParent ?? "", systemd);
        host["OomScoreAdj"] = Math.Max(resources.OomScoreAdj, options.OomScoreMin);
        host["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = EngineLogMaxSize, ["max-file"] = EngineLogMaxFiles } };
        host["Mounts"] = new JsonArray([.. config.Mounts.Select(Mount)]);
        host["GroupAdd"] = List(security.SupplementalGroups.Select(static g => g.ToString(CultureInfo.InvariantCulture)));
        host["ReadonlyRootfs"] = security.ReadonlyRootfs;
        host["SecurityOpt"] = SecurityOptions(security);
        host["Devices"] = new JsonArray([.. config.Devices.Select(static d => Device(d.HostPath, d.ContainerPath, d.Permissions))]);
        if (config.CDIDevices.Count > 0) { host["DeviceRequests"] = new JsonArray(new JsonObject { ["Driver"] = "cdi", ["DeviceIDs"] = List(config.CDIDevices.Select(static d => d.Name)) }); }
        AddRights(host, security, options);
        return host;
    }

    private static void AddRights(JsonObject host, LinuxContainerSecurityContext security, DockerOptions options)
    {
        if (security.Privileged && options.MayBePrivileged) { host["Privileged"] = true; return; }
        if (security.Privileged)
        {
            host["CapAdd"] = List(_nearlyAll);
            host["Devices"] = new JsonArray(Device("/dev", "/dev", "rwm"));
            (host["MaskedPaths"], host["ReadonlyPaths"]) = (new JsonArray(), new JsonArray());
            return;
        }
        host["CapAdd"] = List(security.Capabilities?.AddCapabilities ?? []);
        host["CapDrop"] = List(security.Capabilities?.DropCapabilities ?? []);
        (host["MaskedPaths"], host["ReadonlyPaths"]) = (List(security.MaskedPaths), List(security.ReadonlyPaths));
    }

    private static string User(LinuxContainerSecurityContext security)
    {
        var user = security.RunAsUser is { } id ? id.Value.ToString(CultureInfo.InvariantCulture) : security.RunAsUsername;
        return security.RunAsGroup is { } group ? $"{(user.Length > 0 ? user : "0")}:{group.Value.ToString(CultureInfo.InvariantCulture)}" : user;
    }

    private static JsonArray SecurityOptions(LinuxContainerSecurityContext security)
    {
        var said = new List<string>();
        if (security.NoNewPrivs) { said.Add("no-new-privileges"); }
        if (security.Seccomp is { } seccomp && seccomp.ProfileType != SecurityProfile.Types.ProfileType.RuntimeDefault)
        {
            // The engine takes the profile itself, not its name.
            said.Add(seccomp.ProfileType == SecurityProfile.Types.ProfileType.Localhost ? $"seccomp={File.ReadAllText(seccomp.LocalhostRef)}" : "seccomp=unconfined");
        }
        if (security.Apparmor is { ProfileType: not SecurityProfile.Types.ProfileType.RuntimeDefault } armor)
        {
            said.Add($"apparmor={(armor.ProfileType == SecurityProfile.Types.ProfileType.Localhost ? armor.LocalhostRef : "unconfined")}");
        }
        if (security.SelinuxOptions is { } label)
        {
            foreach (var (name, value) in new[] { ("user", label.User), ("role", label.Role), ("type", label.Type), ("level", label.Level) })
            {
                if (value.Length > 0) { said.Add($"label={name}:{value}"); }
            }
        }
        return List(said);
    }

    private static JsonObject Mount(Mount mount) => new()
    {
        ["Type"] = "bind",
        ["Source"] = mount.HostPath,
        ["Target"] = mount.ContainerPath,
        ["ReadOnly"] = mount.Readonly,
        ["BindOptions"] = new JsonObject
        {
            ["Propagation"] = mount.Propagation switch
            {
                MountPropagation.PropagationHostToContainer => "rslave",
                MountPropagation.PropagationBidirectional => "rshared",
                _ => "rprivate",
            },
        },
    };

    private static JsonObject Device(string host, string container, string permissions) => new() { ["PathOnHost"] = host, ["PathInContainer"] = container, ["CgroupPermissions"] = permissions };

    private static JsonObject Labels(IEnumerable<KeyValuePair<string, string>> labels, IEnumerable<KeyValuePair<string, string>> annotations, string kind, DockerOptions options, long createdAtNanoseconds)
    {
        var all = Texts(labels);
        foreach (var (name, value) in annotations) { all[DockerLabels.AnnotationPrefix + name] = value; }
        all[DockerLabels.Kind] = kind;
        all[DockerLabels.Owner] = options.Owner;
        all[DockerLabels.CreatedAt] = createdAtNanoseconds.ToString(CultureInfo.InvariantCulture);
        return all;
    }

    private static JsonObject Texts(IEnumerable<KeyValuePair<string, string>> texts) => new(texts.Select(static t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(static t => (JsonNode?)t)]);
}
