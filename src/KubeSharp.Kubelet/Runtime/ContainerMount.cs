namespace KubeSharp.Kubelet.Runtime;

/// <param name="HostPath">File or folder on the node.</param>
/// <param name="ContainerPath">Where it is seen in the container.</param>
/// <param name="ReadOnly">It cannot be written.</param>
/// <param name="Propagation">None, HostToContainer or Bidirectional.</param>
public sealed record ContainerMount(string HostPath, string ContainerPath, bool ReadOnly, string Propagation = "None")
{
    /// <summary>Mounts below it cannot be written either.</summary>
    public bool RecursiveReadOnly { get; init; }
    /// <summary>Image to mount instead of a host path; empty: none.</summary>
    public string ImageRef { get; init; } = "";
    /// <summary>Folder of the image to mount; empty: all.</summary>
    public string ImageSubPath { get; init; } = "";
}
