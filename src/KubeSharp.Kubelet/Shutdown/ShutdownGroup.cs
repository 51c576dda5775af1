namespace KubeSharp.Kubelet.Shutdown;

/// <summary>Pods that end together when the node shuts down.</summary>
/// <param name="PriorityMin">The least priority of its pods; those below the least of all belong to the first group.</param>
/// <param name="GraceSeconds">The time they have; a pod whose own grace is shorter has that.</param>
public sealed record ShutdownGroup(int PriorityMin, long GraceSeconds);
