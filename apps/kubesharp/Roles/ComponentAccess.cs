using System.Security.Cryptography.X509Certificates;
using KubeSharp.Api.Authentication.V1;
using KubeSharp.Api.Authorization.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Access;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;
using KubeSharp.Server;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Roles;

/// <summary>
/// Who may ask a component of the control plane for what is not its health: the API server decides. Certificates are believed that an authority of the
/// cluster signed, which is given or found in the cluster's own config map. Source: kube-controller-manager, --authentication-kubeconfig, --client-ca-file.
/// </summary>
internal sealed class ComponentAccess
{
    private const string ConfigMapNamespace = "kube-system", ConfigMapName = "extension-apiserver-authentication", AuthorityField = "client-ca-file";
    private readonly IApiClient _client;
    private readonly TimeProvider _time;
    private readonly DelegatedAccess _access;
    private KubeletCallers? _callers;

    /// <summary>With a client of the component, and the file of its authority; empty: as the cluster says.</summary>
    public ComponentAccess(IApiClient client, string authorityFile, TimeProvider time)
    {
        (_client, _time) = (client, time);
        _access = new DelegatedAccess(client, CertificateUserAsync, time);
        if (authorityFile.Length > 0) { _callers = Callers(File.ReadAllText(authorityFile)); }
    }

    /// <summary>Whether the request may be answered; where not, the response says why.</summary>
    public async Task<bool> MayAsync(HttpContext http, CancellationToken cancellation)
    {
        if (await _access.UserAsync(http, cancellation) is not { } user) { return false; }
        var (verb, path) = (http.Request.Method.ToLowerInvariant(), http.Request.Path.Value ?? "/");
        if (await _access.MayAsync(user, $"{verb}\0{path}", new SubjectAccessReviewSpec { NonResourceAttributes = new NonResourceAttributes { Path = path, Verb = verb } }, cancellation)) { return true; }
        http.Response.StatusCode = 403;
        await http.Response.WriteAsync($"forbidden: User \"{user.Username}\" cannot {verb} path \"{path}\"", cancellation);
        return false;
    }

    private async Task<UserInfo?> CertificateUserAsync(HttpContext http, CancellationToken cancellation)
    {
        if (http.Connection.ClientCertificate is null) { return null; }
        try { _callers ??= Callers((await _client.GetAsync<ConfigMap>(ConfigMapNamespace, ConfigMapName, cancellation)).Data.Get(AuthorityField) ?? ""); }
        catch (Exception e) when (e is StatusException or HttpRequestException) { return null; }
        return await _callers.UserAsync(http, cancellation);
    }

    private KubeletCallers Callers(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return new KubeletCallers(authorities, _time);
    }
}
