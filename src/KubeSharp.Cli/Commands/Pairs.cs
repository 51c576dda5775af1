namespace KubeSharp.Cli.Commands;

/// <summary>Words for objects, and after them changes: KEY=VALUE sets, KEY- takes away. Pure.</summary>
internal static class Pairs
{
    /// <summary>The words and the changes of a command line.</summary>
    /// <param name="kind">What the changes are of, as users are told.</param>
    /// <exception cref="CliException">A word stands behind a change.</exception>
    public static (IReadOnlyList<string> Words, IReadOnlyList<string> Changes) Split(IReadOnlyList<string> arguments, string kind)
    {
        var count = arguments.TakeWhile(static a => !IsChange(a)).Count();
        return arguments.Skip(count).FirstOrDefault(static a => !IsChange(a)) is { } late ? throw new CliException($"all resources must be specified before {kind} changes: {late}")
            : ([.. arguments.Take(count)], [.. arguments.Skip(count)]);
    }

    /// <summary>What changes set and what they take away; of a key that stands twice the last counts.</summary>
    /// <exception cref="CliException">Some are neither, or take away where that cannot be.</exception>
    public static (Dictionary<string, string> Set, List<string> Removed) Read(IReadOnlyList<string> changes, string kind, bool canRemove = true)
    {
        var (set, removed, wrong) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>(), new List<string>());
        foreach (var change in changes)
        {
            if (change.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) { set[change[..at]] = change[(at + 1)..]; }
            else if (canRemove && change.EndsWith('-')) { removed.Add(change[..^1]); }
            else { wrong.Add(change); }
        }
        return wrong.Count > 0 ? throw new CliException($"invalid {kind} format: {string.Join(", ", wrong)}") : (set, removed);
    }

    private static bool IsChange(string word) => word.IndexOf('=', StringComparison.Ordinal) > 0 || (word.EndsWith('-') && word != "-");
}
