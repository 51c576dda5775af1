using System.Reflection;

namespace KubeSharp.Cli.Commands;

/// <summary>The examples of the helps: examples.txt, a part a command, headed by @ and its words.</summary>
internal static class Examples
{
    /// <summary>The lines of a command's examples; empty: it has none.</summary>
    public static IReadOnlyList<string> Of(string path)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("examples.txt")!);
        return Part(reader.ReadToEnd(), path);
    }

    /// <summary>The lines of a part of a text. Pure.</summary>
    public static IReadOnlyList<string> Part(string text, string path) =>
        [.. text.Split('\n').SkipWhile(l => l != $"@ {path}").Skip(1).TakeWhile(static l => !l.StartsWith("@ ", StringComparison.Ordinal)).Reverse().SkipWhile(static l => l.Length == 0).Reverse()];
}
