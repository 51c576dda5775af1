using KubeSharp.ApiServer.Authentication;
using KubeSharp.Pki.Certificates;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Tests.Authentication;

public sealed class RequestHeaderTests
{
    private static readonly CertificateAuthority _proxies = CertificateAuthority.Create("front-proxy-ca", DateTimeOffset.UtcNow);
    private static readonly CertificateAuthority _others = CertificateAuthority.Create("kubernetes", DateTimeOffset.UtcNow);

    [Fact]
    public async Task A_proxy_with_its_certificate_says_who_asks()
    {
        var user = await AskAsync(_proxies, "front-proxy-client");
        Assert.Equal("jane", user!.Name);
        Assert.Equal<string>(["developers", "system:authenticated"], user.Groups);
        Assert.Equal<string>(["read", "write"], user.Extra["scopes"]);
    }

    [Fact]
    public async Task Headers_without_certificate_of_another_authority_or_another_name_count_for_nothing()
    {
        Assert.Null(await AskAsync(null, ""));
        Assert.Null(await AskAsync(_others, "front-proxy-client"));
        Assert.Null(await AskAsync(_proxies, "somebody"));
    }

    private static async Task<UserIdentity?> AskAsync(CertificateAuthority? authority, string name)
    {
        var context = new DefaultHttpContext();
        context.Connection.ClientCertificate = authority?.Issue(new CertificateRequestOptions(name) { IsClient = true }, DateTimeOffset.UtcNow);
        context.Request.Headers["X-Remote-User"] = "jane";
        context.Request.Headers["X-Remote-Group"] = "developers";
        context.Request.Headers["X-Remote-Extra-Scopes"] = new(["read", "write"]);
        return await new RequestHeaderAuthenticator([_proxies.Certificate], new RequestHeaderOptions(), TimeProvider.System).AuthenticateAsync(context, default);
    }
}
