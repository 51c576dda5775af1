namespace KubeSharp.Kubelet.Eviction;

/// <summary>What a node has left of what it can run out of. Source: Node-pressure Eviction, eviction signals.</summary>
/// <param name="MemoryAvailable">Bytes of memory that can be had.</param>
/// <param name="MemoryCapacity">Bytes of memory.</param>
/// <param name="DiskAvailable">Free bytes of the file system of pods, logs and images.</param>
/// <param name="DiskCapacity">Bytes of it.</param>
/// <param name="InodesFree">Files that can still be made on it.</param>
/// <param name="Inodes">Files it can hold; 0: no limit.</param>
/// <param name="PidsAvailable">Processes that can still be made.</param>
/// <param name="PidsMax">Processes there can be.</param>
public sealed record EvictionSignals(long MemoryAvailable, long MemoryCapacity, long DiskAvailable, long DiskCapacity, long InodesFree, long Inodes, long PidsAvailable, long PidsMax)
{
    /// <summary>What is there and what there is in all of a signal.</summary>
    public (long Available, long Capacity) Of(string signal) => signal switch
    {
        "memory.available" => (MemoryAvailable, MemoryCapacity),
        "nodefs.available" or "imagefs.available" => (DiskAvailable, DiskCapacity),
        "nodefs.inodesFree" or "imagefs.inodesFree" => (InodesFree, Inodes),
        "pid.available" => (PidsAvailable, PidsMax),
        _ => (long.MaxValue, long.MaxValue),
    };
}
