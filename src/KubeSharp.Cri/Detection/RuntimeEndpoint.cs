namespace KubeSharp.Cri.Detection;

/// <summary>A runtime and the socket it is reached at.</summary>
public sealed record RuntimeEndpoint(RuntimeKind Kind, string SocketPath)
{
    /// <summary>unix:// and the path.</summary>
    public string Uri => UnixEndpoint.UriOf(SocketPath);

    public override string ToString() => $"{Names[Kind]} ({Uri})";

    /// <summary>What the flag calls each kind.</summary>
    internal static IReadOnlyDictionary<RuntimeKind, string> Names { get; } = new Dictionary<RuntimeKind, string>
    {
        [RuntimeKind.Docker] = "docker",
        [RuntimeKind.Containerd] = "containerd",
        [RuntimeKind.CriO] = "cri-o",
        [RuntimeKind.Other] = "other",
    };
}
