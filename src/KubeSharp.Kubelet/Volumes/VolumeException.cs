namespace KubeSharp.Kubelet.Volumes;

/// <summary>A volume cannot be set up now; shown as an event FailedMount and tried again.</summary>
/// <param name="message">Names the volume and the cause.</param>
/// <param name="cause">What was caught.</param>
public sealed class VolumeException(string message, Exception? cause = null) : Exception(message, cause);
