namespace KubeSharp.Cri.Containerd;

/// <summary>An instance could not be started or removed; the message is one for the user.</summary>
public sealed class ContainerdException(string message, Exception? cause = null) : Exception(message, cause);
