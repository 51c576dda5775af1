using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>What a container is to be made from.</summary>
public sealed record ContainerConfig
{
    /// <summary>Its name in the pod.</summary>
    public required string Name { get; init; }
    /// <summary>How often it was restarted before.</summary>
    public int Attempt { get; init; }
    /// <summary>Image to run: an id or digest the runtime resolved.</summary>
    public required string ImageRef { get; init; }
    /// <summary>Image as the pod names it.</summary>
    public string Image { get; init; } = "";
    /// <summary>Entry point; empty: the image's.</summary>
    public ImmutableArray<string> Command { get; init; } = [];
    /// <summary>Arguments; empty: the image's where the command is too.</summary>
    public ImmutableArray<string> Args { get; init; } = [];
    /// <summary>Working folder; empty: the image's.</summary>
    public string WorkingDirectory { get; init; } = "";
    /// <summary>Environment, in order.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];
    /// <summary>Files and folders brought in.</summary>
    public ImmutableArray<ContainerMount> Mounts { get; init; } = [];
    /// <summary>Devices brought in.</summary>
    public ImmutableArray<DeviceMapping> Devices { get; init; } = [];
    /// <summary>Devices that the runtime finds in the machine's CDI folders.</summary>
    public ImmutableArray<string> NamedDevices { get; init; } = [];
    /// <summary>Labels by which it is found again.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>What is to be known of it after a restart of the agent.</summary>
    public ImmutableSortedDictionary<string, string> Annotations { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    /// <summary>Log file, relative to the sandbox's log folder.</summary>
    public string LogPath { get; init; } = "";
    /// <summary>Keep a standard input.</summary>
    public bool Stdin { get; init; }
    /// <summary>Close it after the first attached client left.</summary>
    public bool StdinOnce { get; init; }
    /// <summary>Give it a terminal.</summary>
    public bool Tty { get; init; }
    /// <summary>Limits.</summary>
    public ContainerResources Resources { get; init; } = new();
    /// <summary>Identity and rights.</summary>
    public ContainerSecurity Security { get; init; } = new();
    /// <summary>Signal that asks it to end; empty: the image's.</summary>
    public string StopSignal { get; init; } = "";
}
