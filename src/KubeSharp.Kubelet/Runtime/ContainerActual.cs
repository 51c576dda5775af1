namespace KubeSharp.Kubelet.Runtime;

/// <summary>A container as the runtime knows it.</summary>
/// <param name="Id">The runtime's id.</param>
/// <param name="SandboxId">The sandbox it lives in.</param>
/// <param name="Name">Its name in the pod.</param>
/// <param name="Attempt">How often it was restarted.</param>
/// <param name="State">Where it is in its life.</param>
public sealed record ContainerActual(string Id, string SandboxId, string Name, int Attempt, ContainerPhase State)
{
    /// <summary>The runtime's name, the scheme of container ids: containerd.</summary>
    public string Runtime { get; init; } = "containerd";
    /// <summary>Image as the pod named it.</summary>
    public string Image { get; init; } = "";
    /// <summary>Digest or id of the image.</summary>
    public string ImageId { get; init; } = "";
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>When its process started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    /// <summary>When its process ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
    /// <summary>Exit code of the process.</summary>
    public int ExitCode { get; init; }
    /// <summary>The runtime's word for the end: Completed, Error, OOMKilled.</summary>
    public string Reason { get; init; } = "";
    /// <summary>More of it.</summary>
    public string Message { get; init; } = "";
    /// <summary>Its log file.</summary>
    public string LogPath { get; init; } = "";
    /// <summary>Hash of the part of the specification it was made from; a difference means that it must be made again.</summary>
    public string SpecHash { get; init; } = "";
    /// <summary>Mount point of the termination message in it.</summary>
    public string TerminationMessagePath { get; init; } = "";
    /// <summary>Grace period it was made with, seconds; null: unknown.</summary>
    public long? GracePeriodSeconds { get; init; }
    /// <summary>Identity of its first process, where the runtime tells.</summary>
    public (long Uid, long Gid, long[] Groups)? User { get; init; }

    /// <summary>Id with the runtime's scheme, as statuses bear it.</summary>
    public string QualifiedId => $"{Runtime}://{Id}";

    /// <summary>Whether its process ended or cannot be found.</summary>
    public bool HasEnded => State is ContainerPhase.Exited or ContainerPhase.Unknown;
}
