namespace KubeSharp.Kubelet.Devices;

/// <param name="Capacity">Devices of a resource.</param>
/// <param name="Healthy">Those of them that can be used.</param>
public readonly record struct DeviceCount(int Capacity, int Healthy);
