namespace KubeSharp.Cri.Docker;

/// <summary>How a node uses a Docker Engine, which it may share with others.</summary>
public sealed record DockerOptions
{
    /// <summary>The engine's socket.</summary>
    public string SocketPath { get; init; } = "/var/run/docker.sock";

    /// <summary>Whose pods these are: only containers that bear this mark are seen and touched. One mark a node.</summary>
    public required string Owner { get; init; }

    /// <summary>Folder of what is to be known of sandboxes' networks after a restart of this process.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Folder of the network plug-ins' configuration.</summary>
    public string CniConfigurationFolder { get; init; } = "/etc/cni/net.d";

    /// <summary>Folders of the network plug-ins' programs; those that are missing are passed over.</summary>
    public IReadOnlyList<string> CniBinaryFolders { get; init; } = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"];

    /// <summary>Image of sandboxes.</summary>
    public string SandboxImage { get; init; } = Images.PauseImage.Reference;

    /// <summary>All rights can be had: the engine refuses a privileged container where the machine keeps a capability to itself.</summary>
    public bool MayBePrivileged { get; init; } = true;

    /// <summary>The lowest OOM score that can be set.</summary>
    public int OomScoreMin { get; init; } = -1000;
}
