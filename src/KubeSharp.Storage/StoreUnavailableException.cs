namespace KubeSharp.Storage;

/// <summary>A write could not be made durable (disk full, I/O error, another process has the store). It has not happened.</summary>
public sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
