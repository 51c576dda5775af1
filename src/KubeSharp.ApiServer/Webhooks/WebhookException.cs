namespace KubeSharp.ApiServer.Webhooks;

/// <summary>A webhook could not be called, or what it answered is none.</summary>
public sealed class WebhookException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>It may do when it is tried again: the connection was reset, or the webhook said that it has too much to do or that something else failed (429, 500, 504).</summary>
    public bool IsTransient { get; init; }
}
