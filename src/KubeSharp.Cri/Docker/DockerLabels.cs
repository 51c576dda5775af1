namespace KubeSharp.Cri.Docker;

/// <summary>Labels and names by which the node's containers are found in an engine; where there is a usual name, that of cri-dockerd.</summary>
internal static class DockerLabels
{
    /// <summary>podsandbox or container.</summary>
    public const string Kind = "io.kubernetes.docker.type";
    public const string SandboxKind = "podsandbox";
    public const string ContainerKind = "container";

    /// <summary>Id of a container's sandbox.</summary>
    public const string SandboxId = "io.kubernetes.sandbox.id";

    /// <summary>Path of a container's log.</summary>
    public const string LogPath = "io.kubernetes.container.logpath";

    /// <summary>Image as the pod names it.</summary>
    public const string Image = "io.kubesharp.image";

    /// <summary>The node.</summary>
    public const string Owner = "io.kubesharp.owner";

    /// <summary>When it was made, in nanoseconds since 1970: the engine lists whole seconds only.</summary>
    public const string CreatedAt = "io.kubesharp.created";

    /// <summary>"host" for a sandbox without a network of its own.</summary>
    public const string Network = "io.kubesharp.network";

    /// <summary>Before the names of annotations, which the engine does not have.</summary>
    public const string AnnotationPrefix = "annotation.";

    private const string NamePrefix = "k8s";
    private const string SandboxName = "POD";
    private static readonly HashSet<string> _own = new(StringComparer.Ordinal) { Kind, SandboxId, LogPath, Image, Owner, CreatedAt, Network };

    /// <summary>Name of a sandbox.</summary>
    public static string NameOf(V1.PodSandboxMetadata sandbox) => $"{NamePrefix}_{SandboxName}_{sandbox.Name}_{sandbox.Namespace}_{sandbox.Uid}_{sandbox.Attempt}";

    /// <summary>Name of a container.</summary>
    public static string NameOf(V1.ContainerMetadata container, V1.PodSandboxMetadata sandbox) =>
        $"{NamePrefix}_{container.Name}_{sandbox.Name}_{sandbox.Namespace}_{sandbox.Uid}_{container.Attempt}";

    /// <summary>What a name says; null where it is none of ours.</summary>
    public static (V1.ContainerMetadata Container, V1.PodSandboxMetadata Sandbox)? Parse(string name) =>
        name.TrimStart('/').Split('_') is [NamePrefix, var container, var pod, var ns, var uid, var text] && uint.TryParse(text, out var attempt)
            ? (new V1.ContainerMetadata { Name = container, Attempt = attempt }, new V1.PodSandboxMetadata { Name = pod, Namespace = ns, Uid = uid, Attempt = attempt })
            : null;

    /// <summary>Labels that are the pod's or container's own.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Labels(IEnumerable<KeyValuePair<string, string>> all) =>
        all.Where(static l => !_own.Contains(l.Key) && !l.Key.StartsWith(AnnotationPrefix, StringComparison.Ordinal));

    /// <summary>The annotations among the labels.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Annotations(IEnumerable<KeyValuePair<string, string>> all) =>
        all.Where(static l => l.Key.StartsWith(AnnotationPrefix, StringComparison.Ordinal)).Select(static l => KeyValuePair.Create(l.Key[AnnotationPrefix.Length..], l.Value));
}
