namespace KubeSharp.ApiServer.Webhooks;

/// <summary>A webhook could not be called, or what it answered is none.</summary>
public sealed class WebhookException(string message, Exception? cause = null) : Exception(message, cause);
