namespace KubeSharp.Cri.Detection;

/// <summary>The container runtimes that are looked for, and any other that was named by its socket.</summary>
public enum RuntimeKind
{
    Docker,
    Containerd,
    CriO,

    /// <summary>A CRI socket that the user named.</summary>
    Other,
}
