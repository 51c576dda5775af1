using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>A pod sandbox: the namespaces that the containers of a pod share.</summary>
/// <param name="Id">The runtime's id.</param>
/// <param name="Attempt">How many sandboxes the pod had before.</param>
/// <param name="IsReady">Whether containers can be started in it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record SandboxActual(string Id, int Attempt, bool IsReady, DateTimeOffset CreatedAt)
{
    /// <summary>Its addresses; empty on the host's network.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];
}
