namespace KubeSharp.Kubelet.Containers;

/// <summary>A container cannot be made as its pod wants it; shown as its waiting state.</summary>
/// <param name="message">Names the container, the field and the cause.</param>
/// <param name="reason">Reason of the waiting state.</param>
public sealed class ContainerConfigException(string message, string reason = "CreateContainerConfigError") : Exception(message)
{
    /// <summary>Reason of the waiting state.</summary>
    public string Reason { get; } = reason;
}
