namespace KubeSharp.Cli.Debugging;

/// <summary>What is debugged.</summary>
internal enum DebugTarget
{
    /// <summary>A pod that runs gets an ephemeral container.</summary>
    RunningPod,
    /// <summary>A copy of a pod.</summary>
    Copy,
    /// <summary>A node, by a pod on it.</summary>
    Node,
}
