using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.Machinery.Tracing;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Aggregation;

/// <summary>Passes requests for versions that other servers serve on to them, and tells who asks. Source: Configure the Aggregation Layer.</summary>
public sealed class RemoteProxy(RemoteCatalog catalog, RemoteConnections connections)
{
    /// <summary>Answers; false where this server serves the path itself.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var parts = RequestPath.Parts(scope.Info.Path);
        var (group, version) = parts switch
        {
            ["apis", var g, var v, ..] => (g, v),
            ["openapi", "v3", "apis", var g, var v] => (g, v),
            _ => ("", ""),
        };
        if (version.Length == 0 || catalog.Find(group, version) is not { } service) { return false; }
        if (!service.IsAvailable) { throw StatusException.ServiceUnavailable("service unavailable"); }
        var request = scope.Http.Request;
        var path = request.PathBase.ToUriComponent() + request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        await Relay.SendAsync(scope, service.Url(path), connections.Of(service), [.. Identity(scope.User), .. Trace()]).ConfigureAwait(false);
        return true;
    }

    // In place of what the client sent: the other server trusts this one to say which trace it is.
    private static IEnumerable<KeyValuePair<string, string>> Trace() => Span.Current is { } span ? [new(TraceContext.Header, span.Context.ToString())] : [];

    /// <summary>The headers that tell who asks. Pure.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Identity(UserIdentity user)
    {
        yield return new("X-Remote-User", user.Name);
        if (user.Uid.Length > 0) { yield return new("X-Remote-Uid", user.Uid); }
        foreach (var group in user.Groups) { yield return new("X-Remote-Group", group); }
        foreach (var (key, values) in user.Extra)
        {
            foreach (var value in values) { yield return new("X-Remote-Extra-" + Uri.EscapeDataString(key), value); }
        }
    }
}
