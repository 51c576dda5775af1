namespace KubeSharp.Kubelet.Runtime;

/// <summary>Labels and annotations by which sandboxes and containers are found again; upstream's names, so that crictl and log shippers know them.</summary>
public static class ContainerLabels
{
    /// <summary>The pod's name.</summary>
    public const string PodName = "io.kubernetes.pod.name";
    /// <summary>The pod's namespace.</summary>
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    /// <summary>The pod's uid.</summary>
    public const string PodUid = "io.kubernetes.pod.uid";
    /// <summary>The container's name.</summary>
    public const string ContainerName = "io.kubernetes.container.name";
    /// <summary>Hash of what the container was made from.</summary>
    public const string Hash = "io.kubernetes.container.hash";
    /// <summary>How often it was restarted.</summary>
    public const string RestartCount = "io.kubernetes.container.restartCount";
    /// <summary>Mount point of the termination message.</summary>
    public const string TerminationMessagePath = "io.kubernetes.container.terminationMessagePath";
    /// <summary>File or FallbackToLogsOnError.</summary>
    public const string TerminationMessagePolicy = "io.kubernetes.container.terminationMessagePolicy";
    /// <summary>Grace period of the pod, seconds.</summary>
    public const string GracePeriod = "io.kubernetes.pod.terminationGracePeriod";
}
