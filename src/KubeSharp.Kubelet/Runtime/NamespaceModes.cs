namespace KubeSharp.Kubelet.Runtime;

/// <summary>Whose namespace is used.</summary>
public enum NamespaceMode
{
    /// <summary>One for the pod.</summary>
    Pod,
    /// <summary>One for each container.</summary>
    Container,
    /// <summary>The node's.</summary>
    Node,
    /// <summary>That of another container.</summary>
    Target,
}

/// <summary>Whose namespaces a pod's containers use.</summary>
public sealed record NamespaceModes
{
    /// <summary>Network: Pod or Node.</summary>
    public NamespaceMode Network { get; init; } = NamespaceMode.Pod;
    /// <summary>Processes: Container unless shared.</summary>
    public NamespaceMode Pid { get; init; } = NamespaceMode.Container;
    /// <summary>IPC: Pod or Node.</summary>
    public NamespaceMode Ipc { get; init; } = NamespaceMode.Pod;
    /// <summary>Users of the pod's own; null: the node's.</summary>
    public Containers.UserMapping? Users { get; init; }
    /// <summary>Id of the container whose processes are shared (Target).</summary>
    public string TargetId { get; init; } = "";
}
