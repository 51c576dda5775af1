using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Devices;

/// <summary>Gives containers the devices they ask for.</summary>
public interface IContainerDevices
{
    /// <summary>The container's devices, the same ones as long as its pod is there; asked for before each start of it.</summary>
    /// <exception cref="Containers.ContainerConfigException">They cannot be had now.</exception>
    Task<DeviceGrant> GrantAsync(Pod pod, Container container, CancellationToken cancellation);

    /// <summary>How the devices are that the pod's containers have, by container.</summary>
    ImmutableDictionary<string, ApiList<ResourceStatus>> HealthOf(string podUid) => ImmutableDictionary<string, ApiList<ResourceStatus>>.Empty;

    /// <summary>No container of the pod runs any more: its devices may be others'. Can be repeated.</summary>
    /// <exception cref="IOException">A driver did not take them back.</exception>
    Task ReleaseAsync(Pod pod, CancellationToken cancellation);
}
