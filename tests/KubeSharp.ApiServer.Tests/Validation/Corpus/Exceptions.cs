using System.Collections.Frozen;
using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Validation.Corpus;

/// <summary>Samples of which upstream says something else than their schema lets one expect; each list stands in a file, with its reasons.</summary>
internal static class Exceptions
{
    /// <summary>Upstream has no rule for them.</summary>
    public static FrozenSet<string> LetThrough { get; } = Read("let-through.txt");

    /// <summary>Upstream refuses them, by another field's name or in another way.</summary>
    public static FrozenSet<string> SaidOtherwise { get; } = Read("said-otherwise.txt");

    private static FrozenSet<string> Read(string name) =>
        File.ReadLines(Path.Combine(Facts.PathOf(".."), "KubeSharp.ApiServer.Tests", "Validation", "Corpus", name)).Where(static l => l.Length > 0 && l[0] != '#').ToFrozenSet(StringComparer.Ordinal);
}
