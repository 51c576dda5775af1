using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Tokens;

/// <summary>
/// The proof by which a joining machine that holds a bootstrap token believes the public cluster-info: a JSON Web Signature (HS256) without its
/// content. Source: Authenticating with Bootstrap Tokens, ConfigMap signing.
/// </summary>
public static class DetachedSignature
{
    /// <summary>Key in cluster-info under which the signature of a token is.</summary>
    public static string KeyOf(string tokenId) => "jws-kubeconfig-" + tokenId;

    /// <summary>The signature of a content by a token.</summary>
    public static string Of(string content, string tokenId, string tokenSecret)
    {
        var head = Base64Url.EncodeToString(ObjectNode.Of(("alg", "HS256"), ("kid", tokenId)).ToUtf8());
        var signed = $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}";
        return $"{head}..{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(tokenSecret), Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Whether a signature is of that content and token. Takes the same time whether it is or not.</summary>
    public static bool Holds(string signature, string content, string tokenId, string tokenSecret)
    {
        if (signature.Split("..") is not [var head, var given]) { return false; }
        var signed = $"{head}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}";
        try
        {
            return Node.Parse(Base64Url.DecodeFromChars(head)) is ObjectNode parsed && parsed.TextAt("alg") == "HS256" && parsed.TextAt("kid") == tokenId
                && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(tokenSecret), Encoding.ASCII.GetBytes(signed)), Base64Url.DecodeFromChars(given));
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException) { return false; }
    }
}
