using System.Collections.Immutable;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Devices;

/// <summary>What a container gets with its devices.</summary>
public sealed record DeviceGrant
{
    /// <summary>Variables on top of its own.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];
    /// <summary>Files and folders on top of its own.</summary>
    public ImmutableArray<ContainerMount> Mounts { get; init; } = [];
    /// <summary>Device files.</summary>
    public ImmutableArray<DeviceMapping> Devices { get; init; } = [];
    /// <summary>What the runtime is told.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Annotations { get; init; } = [];
    /// <summary>Devices that the runtime finds in the machine's CDI folders: vendor.com/class=name.</summary>
    public ImmutableArray<string> Named { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static DeviceGrant None { get; } = new();

    /// <summary>Both together.</summary>
    public DeviceGrant With(DeviceGrant other) => new()
    {
        Environment = [.. Environment, .. other.Environment],
        Mounts = [.. Mounts, .. other.Mounts],
        Devices = [.. Devices, .. other.Devices],
        Annotations = [.. Annotations, .. other.Annotations],
        Named = [.. Named, .. other.Named],
    };
}
