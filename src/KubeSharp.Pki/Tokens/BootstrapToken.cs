using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace KubeSharp.Pki.Tokens;

/// <summary>A token by which a machine joins a cluster: a public id and a secret. Source: Authenticating with Bootstrap Tokens.</summary>
/// <param name="Id">Six characters, part of the Secret's name.</param>
/// <param name="Secret">Sixteen characters.</param>
public sealed partial record BootstrapToken(string Id, string Secret)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new one, from the system's randomness.</summary>
    public static BootstrapToken Create() => new(RandomNumberGenerator.GetString(Alphabet, 6), RandomNumberGenerator.GetString(Alphabet, 16));

    /// <summary>Reads ID.SECRET.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out BootstrapToken? token)
    {
        token = text is not null && Form().Match(text) is { Success: true } match ? new BootstrapToken(match.Groups[1].Value, match.Groups[2].Value) : null;
        return token is not null;
    }

    /// <summary>ID.SECRET.</summary>
    public override string ToString() => $"{Id}.{Secret}";

    [GeneratedRegex(@"\A([a-z0-9]{6})\.([a-z0-9]{16})\z")]
    private static partial Regex Form();
}
