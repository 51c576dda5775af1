namespace KubeSharp.Kubelet.Volumes;

/// <param name="Content">Bytes of the file.</param>
/// <param name="Mode">Permission bits.</param>
public readonly record struct VolumeFile(ReadOnlyMemory<byte> Content, int Mode)
{
    /// <summary>User who owns it; null: root.</summary>
    public long? Owner { get; init; }
}
