using System.Diagnostics;

namespace KubeSharp.Cli;

/// <summary>Programs kubectl-a-b in PATH that serve as commands a b.</summary>
internal static class Plugins
{
    /// <summary>Runs the program of the longest match; null where there is none.</summary>
    /// <param name="arguments">The words of the call.</param>
    /// <param name="terminal">Where PATH is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="wordsMin">Words that its name must have at least.</param>
    public static async Task<int?> TryRunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellation, int wordsMin = 1)
    {
        var names = arguments.TakeWhile(static a => !a.StartsWith('-')).Select(static a => a.Replace('-', '_')).ToArray();
        for (var count = names.Length; count >= wordsMin; count--)
        {
            if (Find($"kubectl-{string.Join('-', names[..count])}", terminal) is not { } path) { continue; }
            var start = new ProcessStartInfo(path) { UseShellExecute = false };
            foreach (var argument in arguments.Skip(count)) { start.ArgumentList.Add(argument); }
            await terminal.Out.FlushAsync(cancellation);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        }
        return null;
    }

    /// <summary>All programs in PATH whose names begin so.</summary>
    public static IEnumerable<string> All(Terminal terminal) => Folders(terminal).Where(Directory.Exists).SelectMany(static f => Directory.EnumerateFiles(f, "kubectl-*").Order(StringComparer.Ordinal));

    /// <summary>What is wrong with a program that would serve as a command.</summary>
    public static IEnumerable<string> Warnings(string path, IReadOnlyList<string> before)
    {
        if (!IsExecutable(path)) { yield return $"{path} identified as a kubectl plugin, but it is not executable"; }
        var name = Path.GetFileName(path);
        if (before.FirstOrDefault(b => Path.GetFileName(b) == name) is { } first) { yield return $"{path} is overshadowed by a similarly named plugin: {first}"; }
        if (Commands.CommandTree.Resolve([.. name.Split('-').Skip(1)]) is { Command: { Path.Length: > 0 } own }) { yield return $"{name} overwrites existing command: \"kubectl {own.Path}\""; }
    }

    /// <summary>The folders of PATH that are not there.</summary>
    public static IEnumerable<string> Unreadable(Terminal terminal) => Folders(terminal).Where(static f => !Directory.Exists(f));

    private static string? Find(string name, Terminal terminal) => Folders(terminal).Select(f => Path.Combine(f, name)).FirstOrDefault(static p => File.Exists(p) && IsExecutable(p));

    private static bool IsExecutable(string path) => !OperatingSystem.IsLinux() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static IEnumerable<string> Folders(Terminal terminal) => (terminal.Variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Distinct();
}
