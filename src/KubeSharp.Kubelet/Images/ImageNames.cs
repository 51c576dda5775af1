using System.Text.RegularExpressions;

namespace KubeSharp.Kubelet.Images;

/// <summary>The form of image names: [registry[:port]/]path[:tag][@digest]. Pure.</summary>
public static partial class ImageNames
{
    private const int PathMaxLength = 255;

    /// <summary>Whether the text is one.</summary>
    public static bool IsValid(string name) => name.Length <= PathMaxLength * 2 && Form().IsMatch(name);

    /// <summary>The image's name with its registry, without tag and digest: nginx:1 is docker.io/library/nginx.</summary>
    public static string Repository(string image)
    {
        var name = image.Split('@')[0];
        if (name.LastIndexOf(':') is var colon && colon > name.LastIndexOf('/')) { name = name[..colon]; }
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        if (first.Contains('.') || first.Contains(':') || first == "localhost") { return name; }
        return slash < 0 ? $"docker.io/library/{name}" : $"docker.io/{name}";
    }

    [GeneratedRegex(@"^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$")]
    private static partial Regex Form();
}
