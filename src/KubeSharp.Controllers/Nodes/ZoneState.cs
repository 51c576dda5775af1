namespace KubeSharp.Controllers.Nodes;

/// <summary>How much of a zone is well.</summary>
public enum ZoneState
{
    /// <summary>Nearly all of it.</summary>
    Normal,
    /// <summary>Many nodes are not ready: it may be the network, not they.</summary>
    PartialDisruption,
    /// <summary>No node is ready.</summary>
    FullDisruption,
}
