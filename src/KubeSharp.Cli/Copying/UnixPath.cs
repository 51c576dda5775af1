namespace KubeSharp.Cli.Copying;

/// <summary>Paths as text, whatever is on a disk. Pure.</summary>
internal static class UnixPath
{
    /// <summary>A path without a last slash.</summary>
    public static string Trimmed(string path) => path.Length > 1 && path.EndsWith('/') ? path[..^1] : path;

    /// <summary>The shortest path of the same meaning: no empty, . or needless .. steps; "." for nothing.</summary>
    public static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var steps = new List<string>();
        foreach (var step in path.Split('/'))
        {
            if (step == ".." && steps.Count > 0 && steps[^1] != "..") { steps.RemoveAt(steps.Count - 1); }
            else if (step == ".." ? !isRooted : step is not ("" or ".")) { steps.Add(step); }
        }
        var joined = string.Join('/', steps);
        return isRooted ? "/" + joined : joined.Length > 0 ? joined : ".";
    }

    /// <summary>One path below another.</summary>
    public static string Join(string folder, string below) => Clean($"{folder}/{below}");

    /// <summary>The last step.</summary>
    public static string Base(string path) => Trimmed(path) is var trimmed && trimmed == "/" ? "/" : trimmed[(trimmed.LastIndexOf('/') + 1)..];

    /// <summary>All but the last step.</summary>
    public static string Folder(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    /// <summary>A path without steps out of where it begins.</summary>
    public static string Inner(string path)
    {
        while (path.StartsWith("../", StringComparison.Ordinal)) { path = path[3..]; }
        return path is "." or ".." ? "" : path.StartsWith('/') ? path[1..] : path;
    }
}
