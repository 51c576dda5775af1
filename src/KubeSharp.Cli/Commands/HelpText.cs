using KubeSharp.Cli.Flags;
using KubeSharp.Cli.Localization;

namespace KubeSharp.Cli.Commands;

/// <summary>The help of commands.</summary>
internal static class HelpText
{
    private const int NameWidth = 16;

    /// <summary>Whether the words ask for help.</summary>
    public static bool IsAsked(IReadOnlyList<string> words) => words.TakeWhile(static w => w != "--").Any(static w => w is "--help" or "-h");

    /// <summary>Writes the help of a command; of the program where its path is empty.</summary>
    public static void Write(Command command, TextWriter to)
    {
        to.WriteLine(Text.Of(command.Summary));
        to.WriteLine();
        if (command.Path.Length == 0) { to.WriteLine(" Find more information at: https://kubernetes.io/docs/reference/kubectl/\n"); }
        var children = CommandTree.ChildrenOf(command.Path).ToArray();
        foreach (var section in children.GroupBy(static c => c.Section))
        {
            to.WriteLine(Text.Of(section.Key.Length > 0 ? section.Key : "Available Commands:"));
            foreach (var child in section) { to.WriteLine($"  {child.Name.PadRight(NameWidth)}{Text.Of(child.Summary)}"); }
            to.WriteLine();
        }
        var flags = FlagCatalog.Of(command.Path);
        if (flags.Count > 0)
        {
            to.WriteLine(Text.Of("Options:"));
            foreach (var flag in flags.OrderBy(static f => f.Name, StringComparer.Ordinal)) { to.WriteLine(Line(flag)); }
            to.WriteLine();
        }
        to.WriteLine(Text.Of("Usage:"));
        to.WriteLine($"  kubectl{(command.Path.Length > 0 ? " " : "")}{command.Path} {(command.RunAsync is null ? "COMMAND" : command.Usage)} [options]".Replace("  [options]", " [options]", StringComparison.Ordinal));
        to.WriteLine();
        to.WriteLine(command.Path.Length == 0 ? Text.Of("Use \"kubectl COMMAND --help\" for more about a command.") : Text.Of("Use \"kubectl options\" for a list of global command-line options (applies to all commands)."));
    }

    /// <summary>One flag with its default.</summary>
    public static string Line(FlagSpec flag)
    {
        var value = flag.Type switch { FlagType.String => $"'{flag.Default}'", FlagType.Slice or FlagType.Array => $"[{flag.Default}]", _ => flag.Default };
        return $"    {(flag.Shorthand.Length > 0 ? $"-{flag.Shorthand}, " : "")}--{flag.Name}={value}";
    }
}
