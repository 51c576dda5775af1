namespace KubeSharp.Cri.Images;

/// <summary>Image names. A runtime knows images by their full names only: host, path, tag.</summary>
public static class ImageReference
{
    private const int NameMaxLength = 255;
    private const int TagMaxLength = 128;

    /// <summary>The full name of what a user or a pod writes: web is docker.io/library/web:latest.</summary>
    /// <exception cref="FormatException">It is no image name.</exception>
    public static string Normalize(string reference)
    {
        var digestAt = reference.IndexOf('@');
        var named = digestAt < 0 ? reference : reference[..digestAt];
        var digest = digestAt < 0 ? "" : reference[digestAt..];
        var colon = named.LastIndexOf(':');
        var hasTag = colon > named.LastIndexOf('/');
        var name = hasTag ? named[..colon] : named;
        var tag = hasTag ? named[(colon + 1)..] : digest.Length == 0 ? "latest" : "";

        var slash = name.IndexOf('/');
        var first = slash < 0 ? "" : name[..slash];
        var hasHost = first.Contains('.') || first.Contains(':') || first == "localhost";
        var path = hasHost ? name[(slash + 1)..] : name;
        var host = hasHost ? first : "docker.io";
        if (!hasHost && slash < 0)
            path = "library/" + path;
        if (host == "index.docker.io")
            host = "docker.io";

        if (name.Length > NameMaxLength || path.Split('/').Any(part => !IsPathPart(part)) || (hasTag && !IsTag(tag)) || (digestAt >= 0 && !IsDigest(digest)))
            throw new FormatException($"\"{reference}\" is no image name: it is [HOST/]NAME[:TAG], the name in lower case");
        return tag.Length == 0 ? $"{host}/{path}{digest}" : $"{host}/{path}:{tag}{digest}";
    }

    private static bool IsPathPart(string part) =>
        part.Length > 0 && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1])
        && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    private static bool IsTag(string tag) =>
        tag.Length is > 0 and <= TagMaxLength && tag[0] is not ('.' or '-') && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static bool IsDigest(string digest) =>
        digest.StartsWith("@sha256:", StringComparison.Ordinal) && digest.Length == 72 && digest.AsSpan(8).IndexOfAnyExcept("0123456789abcdef") < 0;
}
