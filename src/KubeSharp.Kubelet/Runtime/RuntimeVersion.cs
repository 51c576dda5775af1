namespace KubeSharp.Kubelet.Runtime;

/// <param name="Name">containerd, cri-o, docker.</param>
/// <param name="Version">Its version.</param>
public sealed record RuntimeVersion(string Name, string Version);
