using System.Security.Cryptography.X509Certificates;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Pki;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Server;

/// <summary>Who may call the node agent: the API server and the cluster's administrators, by certificate. Source: Kubelet authentication/authorization.</summary>
internal sealed class KubeletCallers(ClusterPki pki, TimeProvider time)
{
    private static readonly string[] _groups = ["system:masters", "kubeadm:cluster-admins"];
    private readonly ClientCertificateAuthenticator _certificates = new(new X509Certificate2Collection(pki.Authority.Certificate), time);

    /// <summary>Whether the request may be answered.</summary>
    public async Task<bool> MayAsync(HttpContext http, CancellationToken cancellation)
    {
        try { return await _certificates.AuthenticateAsync(http, cancellation) is { } user && user.Groups.Any(_groups.Contains); }
        catch (StatusException) { return false; }
    }
}
