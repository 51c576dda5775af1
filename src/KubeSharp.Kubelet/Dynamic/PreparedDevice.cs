using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Dynamic;

/// <param name="Requests">Requests of its claim that it is for; none: all.</param>
/// <param name="Names">Its CDI names.</param>
public sealed record PreparedDevice(ImmutableArray<string> Requests, ImmutableArray<string> Names);
