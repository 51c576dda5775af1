using System.Security.Cryptography.X509Certificates;
using KubeSharp.Api;
using KubeSharp.Api.Authentication.V1;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Server;

/// <summary>Who calls the node agent by a certificate of the cluster's authority.</summary>
internal sealed class KubeletCallers(X509Certificate2Collection authorities, TimeProvider time)
{
    private readonly ClientCertificateAuthenticator _certificates = new(authorities, time);

    /// <summary>The user; null: there is no certificate, or none that holds.</summary>
    public async Task<UserInfo?> UserAsync(HttpContext http, CancellationToken cancellation)
    {
        try { return await _certificates.AuthenticateAsync(http, cancellation) is { } user ? new UserInfo { Username = user.Name, Groups = user.Groups.ToApiList() } : null; }
        catch (StatusException) { return null; }
    }
}
