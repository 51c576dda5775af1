namespace KubeSharp.Cri.Containerd;

/// <summary>The configuration file of an instance. Version 2 of the format: containerd 1.6 and 1.7 read it as it is, 2.x converts it.</summary>
internal static class ContainerdConfiguration
{
    private const string Cri = "plugins.\"io.containerd.grpc.v1.cri\"";

    /// <summary>The file's text; pure.</summary>
    public static string Write(ContainerdOptions options, string cniBinaryFolder, HostFacts host)
    {
        var paths = new ContainerdPaths(options);
        return $"""
            version = 2
            root = {Quoted(paths.Root)}
            state = {Quoted(paths.State)}
            oom_score = 0
            disabled_plugins = [{string.Join(", ", DisabledPlugins.Select(Quoted))}]

            [grpc]
              address = {Quoted(paths.Socket)}

            [debug]
              level = "warn"

            [plugins."io.containerd.internal.v1.opt"]
              path = {Quoted(Path.Combine(options.Folder, "opt"))}

            [plugins."io.containerd.nri.v1.nri"]
              disable = true

            [{Cri}]
              sandbox_image = {Quoted(options.SandboxImage)}
              disable_apparmor = {Word(!host.HasAppArmor)}
              restrict_oom_score_adj = {Word(!host.MayLowerOomScore)}
              tolerate_missing_hugetlb_controller = true
              netns_mounts_under_state_dir = true
              enable_unprivileged_ports = true
              enable_unprivileged_icmp = true
              stream_server_address = "127.0.0.1"
              stream_server_port = "0"

            [{Cri}.containerd]
              snapshotter = {Quoted(SnapshotterOf(host))}
              default_runtime_name = "runc"

            [{Cri}.containerd.runtimes.runc]
              runtime_type = "io.containerd.runc.v2"

            [{Cri}.containerd.runtimes.runc.options]
              SystemdCgroup = false
              Root = {Quoted(paths.RuncState)}

            [{Cri}.cni]
              bin_dir = {Quoted(cniBinaryFolder)}
              conf_dir = {Quoted(options.CniConfigurationFolder ?? paths.Cni)}

            [{Cri}.registry]
              config_path = {Quoted(options.RegistryConfigurationFolder)}

            """;
    }

    /// <summary>How containers' file systems are layered: copying whole trees only where overlayfs cannot be had.</summary>
    public static string SnapshotterOf(HostFacts host) => host.HasOverlay ? "overlayfs" : "native";

    // None is used by pods; each costs time at the start, or a warning.
    private static IReadOnlyList<string> DisabledPlugins { get; } =
    [
        "io.containerd.snapshotter.v1.aufs",
        "io.containerd.snapshotter.v1.btrfs",
        "io.containerd.snapshotter.v1.devmapper",
        "io.containerd.snapshotter.v1.zfs",
        "io.containerd.tracing.processor.v1.otlp",
        "io.containerd.internal.v1.tracing",
    ];

    private static string Word(bool value) => value ? "true" : "false";

    private static string Quoted(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
