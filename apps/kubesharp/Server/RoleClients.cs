using KubeSharp.Client.Rest;
using KubeSharp.Controllers;
using KubeSharp.Pki;

namespace KubeSharp.Server;

/// <summary>Clients of the API server for the roles in this process, each under its own name, as its own process would have it.</summary>
internal sealed class RoleClients(Uri server, ClusterPki pki, TimeProvider time)
{
    /// <summary>A client for a user with these groups.</summary>
    public ApiClient For(string user, params ReadOnlySpan<string> groups)
    {
        var certificate = pki.IssueClient(user, groups);
        return new ApiClient(Config(user) with { ClientCertificate = () => certificate }, time);
    }

    /// <summary>Clients for service accounts of kube-system, whose tokens the controllers' manager asks for.</summary>
    public AccountClients Accounts(ApiClient manager, string agent) => new(Config(agent), manager, ControllerAccounts.Namespace, time);

    private RestConfig Config(string user) => new() { Server = server, CertificateAuthorities = [pki.Authority.Certificate], UserAgent = $"{user[(user.LastIndexOf(':') + 1)..]}/v1.36" };
}
