using System.IO.Enumeration;

namespace KubeSharp.Kubelet.Images;

/// <summary>
/// Patterns of registries and of what lies in them: host[:port][/path]. A * of the host stands for a part of it between two dots or within one, a path for
/// all that begins with it, and ports must be the same. Source: Kubelet Configuration (v1), matchImages. Pure.
/// </summary>
public static class ImagePattern
{
    /// <summary>Whether the image, by its name with its registry and without tag, is one of the pattern's.</summary>
    public static bool Matches(string pattern, string repository)
    {
        var (wanted, has) = (Split(pattern), Split(repository));
        if (wanted.Port != has.Port || !has.Path.StartsWith(wanted.Path, StringComparison.Ordinal)) { return false; }
        var (patterns, parts) = (wanted.Host.Split('.'), has.Host.Split('.'));
        return patterns.Length == parts.Length && patterns.Zip(parts).All(static p => FileSystemName.MatchesSimpleExpression(p.First, p.Second, ignoreCase: false));
    }

    /// <summary>The registry of a name: its host and port.</summary>
    public static string Registry(string repository) => repository.Split('/')[0];

    private static (string Host, string Port, string Path) Split(string name)
    {
        var registry = Registry(name);
        var path = name[registry.Length..].TrimEnd('/');
        // An address of version 6 has colons of its own.
        return registry.LastIndexOf(':') is > 0 and var colon && colon > registry.LastIndexOf(']') ? (registry[..colon], registry[(colon + 1)..], path) : (registry, "", path);
    }
}
