namespace KubeSharp.Cri.Cni;

/// <summary>There is no network, or a plug-in failed; the message is one for the user.</summary>
public sealed class CniException(string message, Exception? cause = null) : Exception(message, cause);
