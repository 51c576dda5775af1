using System.Collections.Immutable;

namespace KubeSharp.Bootstrap.Local;

/// <summary>Flags of a component beyond those that a cluster gives it, as name=value. They are kept with the cluster. Pure.</summary>
public static class ComponentArguments
{
    /// <summary>Those that were there with those that are given: the same name again takes the place of what was there, an empty value takes it away.</summary>
    /// <exception cref="LocalClusterException">One is no name=value.</exception>
    public static ImmutableArray<string> Merge(ImmutableArray<string> there, IEnumerable<string> given)
    {
        var read = given.Select(static g => g.TrimStart('-')).ToArray();
        if (read.FirstOrDefault(static g => g.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong) { throw new LocalClusterException($"--apiserver-arg: \"{wrong}\" is no name=value"); }
        var names = read.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        return [.. there.Where(t => !names.Contains(NameOf(t))), .. read.Where(static g => !g.EndsWith('='))];
    }

    /// <summary>The value of the one of this name; empty: there is none.</summary>
    public static string ValueOf(ImmutableArray<string> arguments, string name) => arguments.FirstOrDefault(a => NameOf(a) == name)?[(name.Length + 1)..] ?? "";

    /// <summary>The name of name=value.</summary>
    public static string NameOf(string argument) => argument.Split('=')[0];
}
