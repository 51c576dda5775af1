namespace KubeSharp.Kubelet.Runtime;

/// <summary>One thing seen in the runtime.</summary>
/// <param name="PodUid">The pod's uid.</param>
/// <param name="PodNamespace">The pod's namespace.</param>
/// <param name="PodName">The pod's name.</param>
/// <param name="Id">Id of the sandbox or container.</param>
/// <param name="IsSandbox">A sandbox, not a container.</param>
/// <param name="State">Its state; a sandbox is Running or Exited.</param>
public readonly record struct RuntimeSighting(string PodUid, string PodNamespace, string PodName, string Id, bool IsSandbox, ContainerPhase State);
