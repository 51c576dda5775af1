using System.Globalization;
using System.Text.RegularExpressions;
using KubeSharp.Cli.Flags;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Where a kustomization lies in a repository of git. Source: the page "Remote targets" of Kustomize.</summary>
/// <param name="Text">As it was given.</param>
/// <param name="Remote">What git is given.</param>
/// <param name="Folder">The folder in the repository; empty: its own.</param>
/// <param name="Ref">A branch, tag or commit; empty: the repository's head.</param>
/// <param name="Limit">How long a command of git may take.</param>
/// <param name="HasSubmodules">Whether submodules are brought too.</param>
internal sealed partial record RepositoryAddress(string Text, string Remote, string Folder, string Ref, TimeSpan Limit, bool HasSubmodules)
{
    private const int LimitSeconds = 27;
    private const string File = "file://";

    // Stands for the clone, to see whether a folder leaves it.
    private const string Inside = "/a clone/";
    private static readonly string[] _schemes = ["ssh://", "https://", "http://", File];

    /// <summary>The address that a text is; null: it is a path on this machine. Pure.</summary>
    public static RepositoryAddress? Of(string text)
    {
        if (text.StartsWith('/')) { return null; }
        var question = text.IndexOf('?', StringComparison.Ordinal);
        if (Host(question < 0 ? text : text[..question]) is not var (host, path) || Split(path, host.StartsWith(File, StringComparison.Ordinal)) is not var (repository, folder) || repository.Length == 0) { return null; }
        folder = folder.TrimStart('/');
        if (!Path.GetFullPath(folder, Inside).StartsWith(Inside.TrimEnd('/'), StringComparison.Ordinal)) { return null; }
        var values = Query(question < 0 ? "" : text[(question + 1)..]);
        string Value(string name) => values.GetValueOrDefault(name, "");
        return new RepositoryAddress(text, host + repository, folder, Value("ref") is { Length: > 0 } wanted ? wanted : Value("version"), LimitOf(Value("timeout")), Value("submodules") is not ("0" or "f" or "F" or "false" or "FALSE" or "False"));
    }

    private static Dictionary<string, string> Query(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static p => p.Split('=', 2))) { values.TryAdd(Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.Length > 1 ? pair[1].Replace('+', ' ') : "")); }
        return values;
    }

    private static TimeSpan LimitOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds)
        : GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero ? duration : TimeSpan.FromSeconds(LimitSeconds);

    private static (string Host, string Path)? Host(string text)
    {
        if (text.StartsWith("git::", StringComparison.OrdinalIgnoreCase)) { text = text["git::".Length..]; }
        var scheme = _schemes.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase)) ?? "";
        text = text[scheme.Length..];
        if (scheme == File) { return (scheme, text); }
        var user = UserPattern().Match(text).Value;
        text = text[user.Length..];
        var isGithub = text.StartsWith("github.com/", StringComparison.OrdinalIgnoreCase) || text.StartsWith("github.com:", StringComparison.OrdinalIgnoreCase);
        // user@host:path has no scheme; of others only GitHub's may go without.
        var isShell = scheme.Length == 0 && (user.Length > 0 || isGithub);
        if (scheme.Length == 0 && !isShell) { return null; }
        var end = text.IndexOf('/', StringComparison.Ordinal);
        if (isShell && text.IndexOf(':', StringComparison.Ordinal) is var colon && (end == -1 || (colon > 0 && colon < end))) { end = colon; }
        var (host, path) = end < 0 ? (text, "") : (text[..(end + 1)], text[(end + 1)..]);
        if (host.Length == 0) { return null; }
        if (!isGithub) { return (scheme + user + host, path); }
        return scheme == "ssh://" || user.Length > 0 ? ($"{user}github.com:", path) : ("https://github.com/", path);
    }

    // The repository ends at _git/NAME, at "//", behind ".git", or, where nothing says so, after two steps.
    private static (string Repository, string Folder)? Split(string path, bool isFile)
    {
        if (path.IndexOf("_git/", StringComparison.Ordinal) is >= 0 and var root)
        {
            var rest = path[(root + 5)..].Split('/', 2);
            return (path[..(root + 5)] + rest[0], rest.Length > 1 ? rest[1] : "");
        }
        if (path.IndexOf("//", StringComparison.Ordinal) is >= 0 and var two) { return (path[..two], path[(two + 2)..]); }
        if (path.IndexOf(".git", StringComparison.Ordinal) is >= 0 and var ending) { return (path[..(ending + 4)], path[(ending + 4)..]); }
        if (isFile) { return (path, ""); }
        var steps = path.Split('/');
        return steps.Length < 2 ? null : ($"{steps[0]}/{steps[1]}", string.Join('/', steps[2..]));
    }

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9-]*@")]
    private static partial Regex UserPattern();
}
