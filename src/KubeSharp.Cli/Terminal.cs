using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli;

/// <summary>What surrounds a command: its streams, the environment, the clock.</summary>
internal sealed class Terminal
{
    private string? _read;

    /// <summary>Standard input.</summary>
    public required Stream In { get; init; }
    /// <summary>Standard output as bytes; <see cref="Out"/> is flushed before it is written to.</summary>
    public required Stream OutBytes { get; init; }
    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }
    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
    /// <summary>Whether output goes to a terminal.</summary>
    public bool IsOutTerminal { get; init; }
    /// <summary>Whether errors go to a terminal.</summary>
    public bool IsErrorTerminal { get; init; }
    /// <summary>Whether input comes from a terminal.</summary>
    public bool IsInTerminal { get; init; }
    /// <summary>A variable of the environment; null: not set.</summary>
    public required Func<string, string?> Variable { get; init; }
    /// <summary>How a signal ends the command.</summary>
    public Interruption Interruption { get; } = new();
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }
    /// <summary>Where the letters of made-up names come from.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>A built-in object in another version of its kind, with that version's defaults; empty: the one that is stored. Null: there is no such kind or version.</summary>
    public Func<ObjectNode, string, ObjectNode?> BuiltInForm { get; init; } = static (_, _) => null;

    /// <summary>Warns; a terminal shows it in yellow, unless it is dumb or NO_COLOR is set to anything.</summary>
    public void Warn(string message) => Error.WriteLine($"{(IsErrorTerminal && Variable("TERM") != "dumb" && Variable("NO_COLOR") is null ? "\u001b[33;1mWarning:\u001b[0m" : "Warning:")} {message}");

    /// <summary>The user's home folder; empty, which is the working folder: there is none.</summary>
    public string Home => Variable("HOME") ?? "";

    /// <summary>Standard error as bytes.</summary>
    public static Stream ErrorStream() => new Streaming.TerminalStream(2);

    /// <summary>All of standard input as text; who asks again gets the same.</summary>
    public async Task<string> ReadAllAsync(CancellationToken cancellation)
    {
        using var reader = new StreamReader(In, leaveOpen: true);
        return _read ??= await reader.ReadToEndAsync(cancellation);
    }
}
