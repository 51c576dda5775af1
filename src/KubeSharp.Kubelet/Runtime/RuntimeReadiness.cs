using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Runtime;

/// <param name="RuntimeReady">Containers can be run.</param>
/// <param name="NetworkReady">Pods can get addresses.</param>
/// <param name="Message">Why not.</param>
public sealed record RuntimeReadiness(bool RuntimeReady, bool NetworkReady, string Message)
{
    /// <summary>Runtime handlers, the empty name is the default one, and what each can do.</summary>
    public ImmutableArray<HandlerAbility> Handlers { get; init; } = [];
}
