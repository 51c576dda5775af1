namespace KubeSharp.Hosting.Flags;

/// <summary>A command line that is none; the message names the flag.</summary>
public sealed class FlagException(string message) : Exception(message);
