namespace KubeSharp.Cri.Processes;

/// <summary>A program failed, is missing, or took too long; the message is one for the user.</summary>
public sealed class CommandException(string message, Exception? cause = null) : Exception(message, cause);
