namespace KubeSharp.Kubelet.Volumes;

/// <summary>How full a volume is.</summary>
/// <param name="Capacity">Bytes in all.</param>
/// <param name="Available">Bytes that can still be written.</param>
/// <param name="Used">Bytes that its files take.</param>
/// <param name="Inodes">Files it can hold; 0: it does not count them.</param>
/// <param name="InodesFree">Files that can still be made.</param>
public readonly record struct VolumeUse(long Capacity, long Available, long Used, long Inodes, long InodesFree);
