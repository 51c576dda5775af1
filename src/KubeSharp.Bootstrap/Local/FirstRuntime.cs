using KubeSharp.Cri.Detection;

namespace KubeSharp.Bootstrap.Local;

/// <summary>What runs the containers of a cluster's first node: the others, in namespaces of their own, have a containerd each, for an engine outside cannot see into them.</summary>
public static class FirstRuntime
{
    /// <summary>A containerd of the cluster's own.</summary>
    public const string Own = "own";
    /// <summary>What is found on the machine.</summary>
    public const string Auto = "auto";

    /// <summary>The socket of the Docker Engine that is meant; empty: a containerd of the cluster's own is.</summary>
    /// <param name="chosen">own, auto, docker, containerd, or a socket.</param>
    /// <exception cref="LocalClusterException">It is none of these, or what is found is not one runtime.</exception>
    public static string DockerSocket(string chosen) => chosen is Own or "" ? "" : DockerSocket(chosen == Auto ? RuntimeDetection.Detect() : RuntimeDetection.Parse(chosen), chosen);

    /// <summary>The same, of what was found or parsed. Pure.</summary>
    internal static string DockerSocket(RuntimeChoice choice, string chosen) => choice switch
    {
        { Endpoint: { Kind: RuntimeKind.Docker } docker } => docker.SocketPath,
        // Of containerd the cluster has one of its own, so that its end leaves nothing in the machine's.
        { Endpoint.Kind: RuntimeKind.Containerd } => "",
        { Endpoint: not null } when chosen != Auto => throw new LocalClusterException($"{RuntimeDetection.Flag} {chosen}: a local cluster runs on a containerd of its own or on a Docker Engine, whose socket's name ends in docker.sock; for other runtimes there is kubesharp kubelet"),
        { Endpoint: null, Problem: { } problem } when chosen != Auto || problem.StartsWith("several", StringComparison.Ordinal) => throw new LocalClusterException(problem),
        _ => "",
    };
}
