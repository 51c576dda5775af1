using System.Net.Sockets;

namespace KubeSharp.Cri.Detection;

/// <summary>
/// Chooses the container runtime of a node when the user chose none: the known sockets are looked for. Docker wins where it and containerd
/// are both there, because Docker brings containerd with it; any other combination is for the user to decide.
/// </summary>
public static class RuntimeDetection
{
    /// <summary>The flag that chooses, as messages name it.</summary>
    public const string Flag = "--runtime";

    /// <summary>Upstream's name of the same flag.</summary>
    public const string KubeletFlag = "--container-runtime-endpoint";

    /// <summary>Where each runtime listens by default.</summary>
    public static IReadOnlyList<RuntimeEndpoint> KnownEndpoints { get; } =
    [
        new(RuntimeKind.Docker, "/var/run/docker.sock"),
        new(RuntimeKind.Containerd, "/run/containerd/containerd.sock"),
        new(RuntimeKind.CriO, "/run/crio/crio.sock"),
    ];

    /// <summary>Looks for the known sockets on this machine and decides.</summary>
    public static RuntimeChoice Detect() => Decide([.. KnownEndpoints.Where(endpoint => Listens(endpoint.SocketPath))]);

    /// <summary>Decides between the runtimes that were found.</summary>
    public static RuntimeChoice Decide(IReadOnlyList<RuntimeEndpoint> found) => found switch
    {
        [] => RuntimeChoice.None(
            $"no container runtime found: looked for {string.Join(", ", KnownEndpoints)}; install containerd, or name the socket with {Flag}"),
        [var only] => RuntimeChoice.Of(only),
        [{ Kind: RuntimeKind.Docker } docker, { Kind: RuntimeKind.Containerd }] => RuntimeChoice.Of(docker),
        [{ Kind: RuntimeKind.Containerd }, { Kind: RuntimeKind.Docker } docker] => RuntimeChoice.Of(docker),
        _ => RuntimeChoice.None($"several container runtimes found: {string.Join(", ", found)}; choose one with {Flag}"),
    };

    /// <summary>What the user chose: docker, containerd, cri-o, or a socket.</summary>
    public static RuntimeChoice Parse(string chosen)
    {
        foreach (var endpoint in KnownEndpoints)
        {
            if (chosen == RuntimeEndpoint.Names[endpoint.Kind])
                return RuntimeChoice.Of(endpoint);
        }
        if (!chosen.StartsWith('/') && !chosen.StartsWith("unix://", StringComparison.Ordinal))
            return RuntimeChoice.None($"{Flag} {chosen}: unknown; it is docker, containerd, cri-o, or a socket such as unix:///run/containerd/containerd.sock");
        var path = chosen.StartsWith('/') ? chosen : chosen["unix://".Length..];
        var known = KnownEndpoints.FirstOrDefault(endpoint => WithoutVar(endpoint.SocketPath) == WithoutVar(path));
        // An engine's socket elsewhere is known by its name: it speaks another language than the others.
        var kind = known?.Kind ?? (path.EndsWith("/docker.sock", StringComparison.Ordinal) ? RuntimeKind.Docker : RuntimeKind.Other);
        return RuntimeChoice.Of(new RuntimeEndpoint(kind, path));
    }

    // /var/run is a link to /run everywhere by now.
    private static string WithoutVar(string path) => path.StartsWith("/var/run/", StringComparison.Ordinal) ? path["/var".Length..] : path;

    /// <summary>A socket file that nobody listens at is no runtime; one that only root may use is.</summary>
    private static bool Listens(string path)
    {
        if (!File.Exists(path))
            return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode == SocketError.AccessDenied;
        }
    }
}
