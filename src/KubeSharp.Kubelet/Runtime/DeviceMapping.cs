namespace KubeSharp.Kubelet.Runtime;

/// <param name="HostPath">The device's file on the node.</param>
/// <param name="ContainerPath">Its file in the container.</param>
/// <param name="Permissions">Letters of r, w, m.</param>
public sealed record DeviceMapping(string HostPath, string ContainerPath, string Permissions);
