namespace KubeSharp.Kubelet.Runtime;

/// <summary>The container runtime refused or could not be reached.</summary>
/// <param name="message">What it said.</param>
/// <param name="code">Its code, as NotFound, Unavailable, DeadlineExceeded.</param>
/// <param name="cause">What was caught.</param>
public sealed class RuntimeException(string message, string code = "Unknown", Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Its code.</summary>
    public string Code { get; } = code;
}
