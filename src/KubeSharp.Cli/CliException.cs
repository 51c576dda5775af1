namespace KubeSharp.Cli;

/// <summary>A command failed; the message is what the user is told, as it stands or after "error: ".</summary>
internal sealed class CliException(string message, int exitCode = 1, bool isUsage = false, bool isPlain = false) : Exception(message)
{
    /// <summary>What the program ends with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Whether the user is pointed to the command's help.</summary>
    public bool IsUsage { get; } = isUsage;

    /// <summary>Whether the message stands without "error: ".</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>What was probably meant, for people at a terminal; empty: nobody knows.</summary>
    public string Hint { get; init; } = "";

    /// <summary>The command was used wrongly.</summary>
    public static CliException Usage(string message) => new(message, isUsage: true);
}
