using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Webhooks;

/// <summary>What the server shows a webhook, so that it knows who calls.</summary>
public sealed record WebhookCredentials
{
    /// <summary>Nothing.</summary>
    public static WebhookCredentials None { get; } = new();
    /// <summary>Shown in the handshake, with its key; null: none.</summary>
    public X509Certificate2? Certificate { get; init; }
    /// <summary>Sent as header: a bearer token, or a user and password; null: none.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Reads a user of the kubeconfig at <paramref name="path"/>.</summary>
    /// <exception cref="FormatException">It does not hold.</exception>
    /// <exception cref="IOException">A file that it names cannot be read.</exception>
    public static WebhookCredentials Read(ObjectNode user, string path)
    {
        if (user["exec"] is not null || user["auth-provider"] is not null) { throw new FormatException($"{path}: users of webhooks are known by certificate, token, or name and password, not by exec or auth-provider"); }
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return new WebhookCredentials { Certificate = ReadCertificate(KubeconfigFields.Pem(user, "client-certificate", folder), KubeconfigFields.Pem(user, "client-key", folder), path), Authorization = Header(user, folder) };
    }

    private static AuthenticationHeaderValue? Header(ObjectNode user, string folder)
    {
        if (user.Text("token") is { Length: > 0 } token) { return new("Bearer", token); }
        if (user.Text("tokenFile") is { Length: > 0 } file) { return new("Bearer", File.ReadAllText(Path.Combine(folder, file)).Trim()); }
        return user.Text("username") is { Length: > 0 } name ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{user.Text("password")}"))) : null;
    }

    private static X509Certificate2? ReadCertificate(string certificate, string key, string path)
    {
        if (certificate.Length == 0) { return null; }
        try { return X509Certificate2.CreateFromPem(certificate, key); }
        catch (CryptographicException e) { throw new FormatException($"{path}: client-certificate: {e.Message}", e); }
    }
}
