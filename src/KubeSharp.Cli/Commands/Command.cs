namespace KubeSharp.Cli.Commands;

/// <summary>A command: its words, what it is for, how it is called, and what it does. Its flags are in flags.tsv under the same words.</summary>
/// <param name="Path">Its words: "get", "create deployment".</param>
/// <param name="Summary">One line of help.</param>
/// <param name="Usage">What may follow the words.</param>
/// <param name="RunAsync">Does it; returns the exit code. Null: only its subcommands do.</param>
internal sealed record Command(string Path, string Summary, string Usage, Func<CommandContext, Task<int>>? RunAsync)
{
    /// <summary>Other names of the last word.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
    /// <summary>What other programs call it: offered to who types that.</summary>
    public IReadOnlyList<string> MeantBy { get; init; } = [];
    /// <summary>What is looked at before it begins, in this order.</summary>
    public IReadOnlyList<Func<CommandContext, Task>> Checks { get; init; } = [];
    /// <summary>Flags that must be given.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];
    /// <summary>What the program ends with where it fails.</summary>
    public int FailedCode { get; init; } = 1;
    /// <summary>Heading under which the help lists it.</summary>
    public string Section { get; init; } = "";

    /// <summary>The last of its words.</summary>
    public string Name => Path[(Path.LastIndexOf(' ') + 1)..];
}
