using System.Security.Cryptography;
using System.Text;

namespace KubeSharp.Cli.Printing;

/// <summary>A short digest that shows whether a secret value changed without showing it.</summary>
internal static class ContentDigest
{
    /// <summary>Eight letters of SHA-256.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
