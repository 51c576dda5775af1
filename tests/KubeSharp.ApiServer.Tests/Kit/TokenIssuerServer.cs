using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Kit;

/// <summary>An OpenID issuer served over TLS on loopback: its discovery document, its key set, and tokens signed by its key. The key can be turned over.</summary>
public sealed class TokenIssuerServer : IAsyncDisposable
{
    private readonly WebhookServer _web;
    private RSA _key = RSA.Create(2048);
    private int _keys = 1;

    private TokenIssuerServer(WebhookServer web) => _web = web;

    public string Url => _web.Url;

    public static string CaPem => WebhookServer.CaPem;

    public int Fetches => _web.Calls.Count(static c => c.Path == "/keys");

    public static async Task<TokenIssuerServer> StartAsync()
    {
        TokenIssuerServer? self = null;
        var web = await WebhookServer.StartAsync((context, _) => Task.FromResult<ObjectNode?>(self!.Answer(context.Request.Path)));
        return self = new TokenIssuerServer(web);
    }

    /// <summary>Signs with another key from now on.</summary>
    public void TurnKeyOver() => (_key, _keys) = (RSA.Create(2048), _keys + 1);

    /// <summary>A token with these claims; iss, aud and exp are those that hold where they are not given.</summary>
    public string Token(string claims = "{}", RSA? key = null, string algorithm = "RS256")
    {
        var body = (ObjectNode)Node.Parse(claims);
        if (body["iss"] is null) { body = body.Set("iss", Url); }
        if (body["aud"] is null) { body = body.Set("aud", "cluster"); }
        if (body["exp"] is null) { body = body.Set("exp", DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600); }
        var signed = $"{Encode(ObjectNode.Of(("alg", algorithm), ("kid", $"key-{_keys}")).ToUtf8())}.{Encode(body.ToUtf8())}";
        return $"{signed}.{Encode((key ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private ObjectNode? Answer(string path)
    {
        var key = _key.ExportParameters(false);
        return path switch
        {
            "/.well-known/openid-configuration" => ObjectNode.Of(("issuer", Url), ("jwks_uri", Url + "/keys")),
            "/keys" => ObjectNode.Of(("keys", ArrayNode.Of(ObjectNode.Of(("kty", "RSA"), ("use", "sig"), ("kid", $"key-{_keys}"), ("n", Encode(key.Modulus!)), ("e", Encode(key.Exponent!)))))),
            _ => null,
        };
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
