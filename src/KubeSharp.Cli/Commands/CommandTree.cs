using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Resources;

namespace KubeSharp.Cli.Commands;

/// <summary>All commands, and how words find theirs.</summary>
internal static class CommandTree
{
    private const int DistanceMax = 2;

    private static readonly Command _root = new("", "kubectl controls the Kubernetes cluster manager", "[flags]", null);

    /// <summary>Every command, in the order of the help.</summary>
    public static IReadOnlyList<Command> All { get; } = CommandTable.Commands();

    /// <summary>The commands right below one.</summary>
    public static IEnumerable<Command> ChildrenOf(string path) =>
        All.Where(c => path.Length == 0 ? !c.Path.Contains(' ', StringComparison.Ordinal) : c.Path.StartsWith(path + " ", StringComparison.Ordinal) && !c.Path.AsSpan(path.Length + 1).Contains(' '));

    /// <summary>The command of the words, and the words that are left for it; null: the first word is none.</summary>
    public static (Command? Command, IReadOnlyList<string> Words) Resolve(IReadOnlyList<string> arguments)
    {
        var current = _root;
        var rest = new List<string>(arguments);
        var at = 0;
        while (Next(rest, at, current) is { } next && !HasDashes(rest, next))
        {
            var children = ChildrenOf(current.Path);
            var child = children.FirstOrDefault(c => c.Name == rest[next] || c.Aliases.Contains(rest[next]));
            if (child is null) { return ReferenceEquals(current, _root) ? (rest[next] == "help" ? Help(rest, next) : null, rest) : (current, rest); }
            rest.RemoveAt(next);
            (current, at) = (child, 0);
        }
        return (current, rest);
    }

    /// <summary>The commands that a word nobody knows may mean: nearly their name, its beginning, or what other programs call them.</summary>
    public static IEnumerable<string> Near(string word) =>
        ChildrenOf("").Where(static c => c.Section != CommandTable.Own).Where(c => Words.Distance(word.ToLowerInvariant(), c.Name) <= DistanceMax || c.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || c.MeantBy.Contains(word, StringComparer.OrdinalIgnoreCase)).Select(static c => c.Name);

    private static Command? Help(List<string> words, int at)
    {
        string[] topic = [.. words.Skip(at + 1)];
        var (command, _) = Resolve(topic);
        words.Clear();
        words.AddRange(["--help", .. command is null ? topic : []]);
        return command ?? _root;
    }

    private static bool HasDashes(List<string> words, int before) => words.IndexOf("--") is >= 0 and var at && at < before;

    // The first word that is no flag and no flag's value.
    private static int? Next(List<string> words, int at, Command current)
    {
        for (var i = at; i < words.Count; i++)
        {
            if (!words[i].StartsWith('-') || words[i].Length == 1) { return i; }
            if (!words[i].Contains('=', StringComparison.Ordinal) && TakesValue(words[i], current)) { i++; }
        }
        return null;
    }

    // Compat: a flag that nobody knows takes the next word, so that no command may stand behind it.
    private static bool TakesValue(string word, Command current)
    {
        if (word.Length > 2 && word[1] != '-') { return false; }
        var flag = FlagCatalog.Global().Concat(FlagCatalog.Of(current.Path)).Concat(FlagCatalog.Deprecated(current.Path)).FirstOrDefault(f => word == $"--{f.Name}" || (f.Shorthand.Length > 0 && word == $"-{f.Shorthand}"));
        return word is not ("--" or "--help" or "-h") && (flag is null || flag.WithoutValue is null);
    }
}
