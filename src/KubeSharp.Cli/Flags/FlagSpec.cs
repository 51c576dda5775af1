namespace KubeSharp.Cli.Flags;

/// <summary>A flag of a command.</summary>
/// <param name="Name">Without its dashes.</param>
/// <param name="Shorthand">One letter, or empty.</param>
/// <param name="Type">What its value is.</param>
/// <param name="Default">Its value where it is not given, as text.</param>
internal sealed record FlagSpec(string Name, string Shorthand, FlagType Type, string Default)
{
    /// <summary>What is told where the flag is given, as it goes away; empty: it stays. Helps and completions do not name such a flag.</summary>
    public string Deprecated { get; init; } = "";

    /// <summary>The value of the flag where it stands without one; null: it needs a value.</summary>
    public string? WithoutValue => Type == FlagType.Bool ? "true" : Name switch
    {
        "dry-run" => "unchanged",
        "cascade" => "background",
        "validate" => "strict",
        _ => null,
    };
}
