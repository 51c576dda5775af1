namespace KubeSharp.Bootstrap.Join;

/// <summary>A machine cannot join; the message is one for the user.</summary>
public sealed class JoinException(string message, Exception? cause = null) : Exception(message, cause);
