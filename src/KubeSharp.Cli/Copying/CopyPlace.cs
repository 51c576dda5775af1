namespace KubeSharp.Cli.Copying;

/// <summary>What is copied, or where to: a path here, or in a pod.</summary>
/// <param name="Namespace">The pod's namespace; empty: the one of the command.</param>
/// <param name="Pod">The pod; empty: the path is one of this machine.</param>
/// <param name="Path">The path, without a last slash.</param>
internal sealed record CopyPlace(string Namespace, string Pod, string Path)
{
    private const string Malformed = "filespec must match the canonical format: [[namespace/]pod:]file/path";

    /// <summary>Reads [[NAMESPACE/]POD:]PATH. Pure.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static CopyPlace Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) { return new("", "", UnixPath.Trimmed(text)); }
        var path = UnixPath.Trimmed(text[(colon + 1)..]);
        return text[..colon].Split('/') switch
        {
            [""] => throw new CliException(Malformed),
            [var pod] => new("", pod, path),
            [var ns, var pod] => new(ns, pod, path),
            _ => throw new CliException(Malformed),
        };
    }
}
