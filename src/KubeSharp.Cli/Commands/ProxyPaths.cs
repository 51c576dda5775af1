namespace KubeSharp.Cli.Commands;

/// <summary>The paths of kubectl proxy. Pure.</summary>
internal static class ProxyPaths
{
    /// <summary>A prefix as paths are compared with it: between slashes.</summary>
    public static string Prefix(string given) => given.Trim('/') is { Length: > 0 } inner ? $"/{inner}/" : "/";

    /// <summary>Where a client is sent whose path has empty, . or .. steps, or is a prefix without its last slash; empty: the path is right as it is.</summary>
    public static string Elsewhere(string path, IReadOnlyList<string> prefixes)
    {
        var clean = Clean(path);
        if (clean != path) { return clean; }
        return prefixes.Contains(path + "/") ? path + "/" : "";
    }

    private static string Clean(string path)
    {
        var steps = new List<string>();
        foreach (var step in path.Split('/'))
        {
            if (step == "..") { if (steps.Count > 0) { steps.RemoveAt(steps.Count - 1); } }
            else if (step is not ("" or ".")) { steps.Add(step); }
        }
        return steps.Count == 0 ? "/" : $"/{string.Join('/', steps)}{(path.EndsWith('/') ? "/" : "")}";
    }
}
