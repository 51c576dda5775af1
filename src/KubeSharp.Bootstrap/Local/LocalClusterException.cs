namespace KubeSharp.Bootstrap.Local;

/// <summary>What a command on a local cluster cannot do: one line for the user, what and how to mend it.</summary>
public sealed class LocalClusterException(string message, Exception? cause = null) : Exception(message, cause);
