namespace KubeSharp.Kubelet.Csi;

/// <summary>What a driver's node service can do beside the least; the numbers are the interface's.</summary>
public enum CsiCapability
{
    /// <summary>Mounts a volume once for the node, then for each pod.</summary>
    Stage = 1,
    /// <summary>Tells how full a volume is.</summary>
    Usage = 2,
    /// <summary>Grows a volume.</summary>
    Expand = 3,
    /// <summary>Tells whether a volume is sound.</summary>
    Condition = 4,
    /// <summary>Knows one writer from several on a node.</summary>
    SingleNodeMultiWriter = 5,
    /// <summary>Gives a volume to a group itself.</summary>
    MountGroup = 6,
}
