namespace KubeSharp.Cri;

/// <summary>How long a runtime may take. Defaults are those of the node agent upstream (KubeletConfiguration, runtimeRequestTimeout).</summary>
public sealed record CriDeadlines
{
    /// <summary>Any call that names no longer time of its own. Default: 2 minutes.</summary>
    public TimeSpan Call { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Running a sandbox, which waits for the network plug-ins. Default: 4 minutes.</summary>
    public TimeSpan RunPodSandbox { get; init; } = TimeSpan.FromMinutes(4);
}
