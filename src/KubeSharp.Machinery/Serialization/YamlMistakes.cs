using YamlDotNet.Core;

namespace KubeSharp.Machinery.Serialization;

/// <summary>What Kubernetes' clients and servers say of a text that is no YAML: the words and lines of Go's reader. Pure.</summary>
internal static class YamlMistakes
{
    private const string InvalidTab = "invalid tab";

    // What our reader says, what Go's says, and whether its scanner does, which counts lines from one; its parser counts them from zero.
    private static readonly (string Ours, string Theirs, bool IsScanner)[] _table =
    [
        ("found invalid mapping", "mapping values are not allowed in this context", true),
        ("cannot start any token", "found character that cannot start any token", true),
        (InvalidTab, "found character that cannot start any token", true),
        ("found unexpected end of stream", "found unexpected end of stream", true),
        ("did not find expected key", "did not find expected key", false),
        ("did not find expected ',' or '}'", "did not find expected ',' or '}'", false),
        ("did not find expected ',' or ']'", "did not find expected ',' or ']'", false),
        ("did not find expected node content", "did not find expected node content", false),
        ("did not find expected '-' indicator", "did not find expected '-' indicator", false),
    ];

    /// <summary>The mistake in Go's words; in the reader's own where Go's are not known.</summary>
    public static string Describe(YamlException mistake, string text)
    {
        foreach (var (ours, theirs, isScanner) in _table)
        {
            if (!mistake.Message.Contains(ours, StringComparison.Ordinal)) { continue; }
            var line = ours switch
            {
                InvalidTab => LineOf(text, static l => l.TrimStart(' ').StartsWith('\t')),
                "found unexpected end of stream" => text.AsSpan().Count('\n') + 1,
                _ => mistake.Start.Line,
            };
            // Compat: of the first line the number is not said.
            return line <= 1 ? theirs : $"line {(isScanner ? line : line - 1)}: {theirs}";
        }
        return $"line {mistake.Start.Line}: {mistake.Message}";
    }

    private static long LineOf(string text, Func<string, bool> isWrong) => Array.FindIndex(text.Split('\n'), l => isWrong(l)) + 1;
}
