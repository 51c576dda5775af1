using System.Text.RegularExpressions;

namespace KubeSharp.Cli.Debugging;

/// <summary>References of images: [HOST[:PORT]/]PATH[:TAG][@DIGEST].</summary>
internal static partial class ImageNames
{
    /// <summary>Whether a text is one.</summary>
    public static bool IsReference(string text) => Reference().IsMatch(text);

    [GeneratedRegex(@"^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
