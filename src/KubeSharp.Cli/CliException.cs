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

    /// <summary>Whether it is about one object, and nothing keeps the rest from being worked on.</summary>
    public bool IsOfOne { get; init; }

    /// <summary>Whether the command's whole help stands before the message, on the standard output.</summary>
    public bool ShowsHelp { get; init; }

    /// <summary>Where in upstream's program it ends with a line of the log rather than a message; empty: it is told as others are.</summary>
    public string FatalAt { get; init; } = "";

    /// <summary>The request that did not reach the server, and why, as upstream's client says it; empty: it is no such failure.</summary>
    public string Unreached { get; init; } = "";

    /// <summary>How often upstream asks for the server's groups before it says so; each time is a line of its log.</summary>
    public int Discoveries { get; private init; }

    /// <summary>The same failure, met while discovering so often.</summary>
    public CliException After(int discoveries) => new(Message, ExitCode, IsUsage, IsPlain) { Hint = Hint, ShowsHelp = ShowsHelp, Unreached = Unreached, Discoveries = discoveries };

    /// <summary>What a read or a search yields; where the server is not reached, the failure as if met while discovering so often.</summary>
    public static async Task<T> AfterAsync<T>(int discoveries, Func<Task<T>> readAsync)
    {
        try { return await readAsync(); }
        catch (CliException e) when (e.Unreached.Length > 0) { throw e.After(discoveries); }
    }

    /// <summary>The command was given the wrong words; its help is shown.</summary>
    public static CliException WrongWords(IReadOnlyList<string> words, string said = "Unexpected args") => new($"{said}: [{string.Join(' ', words)}]") { ShowsHelp = true };

    /// <summary>The command was used wrongly.</summary>
    public static CliException Usage(string message) => new(message, isUsage: true);
}
