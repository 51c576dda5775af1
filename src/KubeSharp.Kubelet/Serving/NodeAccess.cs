using KubeSharp.Api.Authentication.V1;
using KubeSharp.Api.Authorization.V1;
using KubeSharp.Client.Access;
using KubeSharp.Client.Rest;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.Kubelet.Serving;

/// <summary>Who may call the node's port: the API server is asked whether the one who calls may do this to the node. Source: Kubelet authentication/authorization.</summary>
/// <param name="nodeName">The node.</param>
/// <param name="client">Client of the node.</param>
/// <param name="certificateUser">The user of a request's client certificate; null: it shows none that is good.</param>
/// <param name="time">Clock.</param>
public sealed class NodeAccess(string nodeName, IApiClient client, Func<HttpContext, CancellationToken, Task<UserInfo?>> certificateUser, TimeProvider time)
{
    private readonly DelegatedAccess _access = new(client, certificateUser, time);

    /// <summary>Whether the request may be answered; where not, the response says why.</summary>
    public async Task<bool> MayAsync(HttpContext context, CancellationToken cancellation)
    {
        if (await _access.UserAsync(context, cancellation) is not { } user) { return false; }
        var verb = DelegatedAccess.VerbOf(context.Request.Method);
        var subresources = SubresourcesOf(context.Request.Path.Value ?? "/");
        foreach (var subresource in subresources)
        {
            var asked = new SubjectAccessReviewSpec { ResourceAttributes = new ResourceAttributes { Verb = verb, Group = "", Version = "v1", Resource = "nodes", Subresource = subresource, Name = nodeName } };
            if (await _access.MayAsync(user, $"{verb}\0{subresource}", asked, cancellation)) { return true; }
        }
        context.Response.StatusCode = 403;
        await context.Response.WriteAsync($"Forbidden (user={user.Username}, verb={verb}, resource=nodes, subresource(s)=[{string.Join(' ', subresources)}])", cancellation);
        return false;
    }

    /// <summary>The parts of the node resource that stand for a path, the finest first. Pure.</summary>
    internal static string[] SubresourcesOf(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["stats", ..] => ["stats"],
        ["metrics", ..] => ["metrics"],
        ["logs", ..] => ["log"],
        ["checkpoint", ..] => ["checkpoint"],
        ["pods", ..] or ["runningpods", ..] => ["pods", "proxy"],
        ["healthz", ..] => ["healthz", "proxy"],
        ["configz", ..] => ["configz", "proxy"],
        _ => ["proxy"],
    };
}
