namespace KubeSharp.Cri.Containerd;

/// <summary>Where things lie below an instance's folder, and its state perhaps elsewhere.</summary>
internal sealed record ContainerdPaths(string Folder, string? StateFolder)
{
    public ContainerdPaths(ContainerdOptions options) : this(options.Folder, options.StateFolder) { }

    public string Socket => Path.Combine(Folder, "containerd.sock");

    public string Configuration => Path.Combine(Folder, "config.toml");

    /// <summary>The process's identity, for a later process of ours to adopt it.</summary>
    public string ProcessFile => Path.Combine(Folder, "containerd.pid");

    public string Log => Path.Combine(Folder, "containerd.log");

    /// <summary>What outlives a restart of the machine: images, metadata.</summary>
    public string Root => Path.Combine(Folder, "root");

    /// <summary>What does not: bundles, sockets, mounts.</summary>
    public string State => StateFolder ?? Path.Combine(Folder, "state");

    public string RuncState => Path.Combine(State, "runc");

    /// <summary>One folder a containerd namespace, in it one folder a container: its init.pid and its shim's address.</summary>
    public string Tasks => Path.Combine(State, "io.containerd.runtime.v2.task");

    public string Cni => Path.Combine(Folder, "cni", "net.d");
}
