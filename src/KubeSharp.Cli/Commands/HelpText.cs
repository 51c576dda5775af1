using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Localization;

namespace KubeSharp.Cli.Commands;

/// <summary>The help of commands.</summary>
internal static class HelpText
{
    private const int NameWidthMin = 11;
    private const int NameGap = 3;

    /// <summary>Whether the words ask for help.</summary>
    public static bool IsAsked(IReadOnlyList<string> words) => words.TakeWhile(static w => w != "--").Any(static w => w is "--help" or "-h");

    /// <summary>Writes the help of a command; of the program where its path is empty.</summary>
    public static void Write(Command command, TextWriter to)
    {
        var summary = Text.Of(command.Summary);
        to.WriteLine(summary + (summary[^1] is >= '\u3040' and < '\uAC00' ? '。' : '.'));
        to.WriteLine();
        if (command.Path.Length == 0) { to.WriteLine(" Find more information at: https://kubernetes.io/docs/reference/kubectl/\n"); }
        if (command.Aliases.Count > 0) { to.WriteLine($"{Text.Of("Aliases:")}\n{string.Join(", ", [command.Name, .. command.Aliases])}\n"); }
        if (Examples.Of(command.Path) is { Count: > 0 } examples) { to.WriteLine($"{Text.Of("Examples:")}\n{string.Join('\n', examples.Select(static l => "  " + l))}\n"); }
        var children = CommandTree.ChildrenOf(command.Path).ToArray();
        var width = Math.Max(NameWidthMin, children.Select(static c => c.Name.Length).DefaultIfEmpty().Max()) + NameGap;
        foreach (var section in children.GroupBy(static c => c.Section))
        {
            to.WriteLine(Text.Of(section.Key.Length > 0 ? section.Key : "Available Commands:"));
            foreach (var child in section) { to.WriteLine($"  {child.Name.PadRight(width)}{Text.Of(child.Summary)}"); }
            to.WriteLine();
        }
        var flags = FlagCatalog.Of(command.Path);
        if (flags.Count > 0)
        {
            to.WriteLine(Text.Of("Options:"));
            foreach (var flag in flags.OrderBy(static f => f.Name, StringComparer.Ordinal)) { to.WriteLine(Lines(command.Path, flag)); }
        }
        to.WriteLine(Text.Of("Usage:"));
        var line = $"kubectl {command.Path} {(command.Usage.Length > 0 ? command.Usage : command.RunAsync is null ? "SUBCOMMAND" : "")}";
        to.WriteLine($"  {string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))}{(line.Contains("[options]", StringComparison.Ordinal) ? "" : " [options]")}");
        to.WriteLine();
        if (children.Length > 0) { to.WriteLine(Text.Of($"Use \"kubectl {command.Path}{(command.Path.Length > 0 ? " " : "")}<command> --help\" for more information about a given command.")); }
        to.WriteLine(Text.Of("Use \"kubectl options\" for a list of global command-line options (applies to all commands)."));
    }

    /// <summary>One flag with its default and what it does, and an empty line.</summary>
    public static string Lines(string command, FlagSpec flag)
    {
        var value = flag.Type switch { FlagType.String => $"'{flag.Default}'", FlagType.Slice or FlagType.Array => $"[{flag.Default}]", _ => flag.Default };
        return $"    {(flag.Shorthand.Length > 0 ? $"-{flag.Shorthand}, " : "")}--{flag.Name}={value}:\n\t{FlagWords.Of(command, flag.Name)}\n";
    }
}
