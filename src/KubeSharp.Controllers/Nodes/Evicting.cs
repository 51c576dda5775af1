namespace KubeSharp.Controllers.Nodes;

/// <summary>Whether the pods of a node that is not ready are made to leave, by its NoExecute taint.</summary>
public enum Evicting
{
    /// <summary>From now on.</summary>
    Now,
    /// <summary>It is not this node's turn: what has begun goes on.</summary>
    Later,
    /// <summary>No node anywhere is ready, so it is rather we who are cut off: nobody leaves, and what has begun ends.</summary>
    Suspended,
}
