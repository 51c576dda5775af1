namespace KubeSharp.Cli.Flags;

/// <summary>A command line that cannot be read; the message is what the user is told.</summary>
internal sealed class FlagException(string message) : Exception(message);
