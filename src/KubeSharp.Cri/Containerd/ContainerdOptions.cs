using Grpc.Core.Interceptors;

namespace KubeSharp.Cri.Containerd;

/// <summary>A containerd of our own: where it keeps its things, and what it differs in from the machine's.</summary>
public sealed record ContainerdOptions
{
    /// <summary>Absolute path of the folder that holds all of it: images, state, socket, configuration, log. Must be short: sockets lie below it.</summary>
    public required string Folder { get; init; }

    /// <summary>Absolute path of what does not outlive a restart of the machine: bundles, sockets, mounts. Default: state in <see cref="Folder"/>.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The program. Default: containerd, looked for on the path.</summary>
    public string Program { get; init; } = "containerd";

    /// <summary>The image of pod sandboxes. Default: <see cref="Images.PauseImage.Reference"/>.</summary>
    public string SandboxImage { get; init; } = Images.PauseImage.Reference;

    /// <summary>Where the network's configuration lies. Default: cni/net.d in <see cref="Folder"/>.</summary>
    public string? CniConfigurationFolder { get; init; }

    /// <summary>Where the network plug-ins lie; the first folder that is there is taken.</summary>
    public IReadOnlyList<string> CniBinaryFolders { get; init; } = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"];

    /// <summary>The namespaces to run in. Default: the machine's.</summary>
    public NodeNamespaces Namespaces { get; init; } = new();

    /// <summary>The cgroup of this node's pods, such as /kubesharp-NAME, removed by a delete. Default: none.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>Sees every call of the runtime interface. Default: nothing does.</summary>
    public Interceptor? Calls { get; init; }

    /// <summary>Where mirrors and certificates of registries are configured, a folder with a hosts.toml a registry. Default: where containerd's documentation has it.</summary>
    public string RegistryConfigurationFolder { get; init; } = "/etc/containerd/certs.d";

    /// <summary>How long a start may take until the runtime answers. Default: 30 seconds.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to end after SIGTERM. Default: 10 seconds.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);
}
