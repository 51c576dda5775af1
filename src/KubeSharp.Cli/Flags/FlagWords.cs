using System.Reflection;

namespace KubeSharp.Cli.Flags;

/// <summary>What flags do, for the help.</summary>
internal static class FlagWords
{
    private static readonly Lazy<Dictionary<string, string>> _words = new(Read);

    /// <summary>What a flag of a command does; empty: nobody has written it down.</summary>
    public static string Of(string command, string flag) => _words.Value.GetValueOrDefault($"{command} {flag}") ?? _words.Value.GetValueOrDefault(flag) ?? "";

    private static Dictionary<string, string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("words.tsv")!);
        return reader.ReadToEnd().Split('\n').Where(static l => !l.StartsWith('#')).Select(static l => l.Split('\t')).Where(static p => p.Length == 2).ToDictionary(static p => p[0], static p => p[1], StringComparer.Ordinal);
    }
}
