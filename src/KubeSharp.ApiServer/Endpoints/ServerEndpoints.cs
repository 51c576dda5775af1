using System.Collections.Immutable;
using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/version, /healthz, /livez, /readyz, /metrics, /openid/v1/jwks, the paths there are. Source: Kubernetes API health endpoints.</summary>
public sealed class ServerEndpoints(ObjectNode version, ImmutableArray<(string Name, Func<bool> IsWell)> checks, RequestMetrics metrics, Func<IEnumerable<string>> paths, string keySet, string openIdDiscovery)
{
    private static readonly string[] _own = ["/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version", "/.well-known/openid-configuration"];

    /// <summary>Answers; false where the path is none of these.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var parts = scope.Info.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case []: await Answer.WriteAsync(scope.Http, 200, ObjectNode.Of(("paths", new ArrayNode([.. paths().Concat(_own).Order(StringComparer.Ordinal).Select(static p => (Node)p)])))).ConfigureAwait(false); return true;
            case ["version"]: await Answer.WriteAsync(scope.Http, 200, version).ConfigureAwait(false); return true;
            case ["healthz" or "livez" or "readyz", .. var rest] when rest.Length <= 1: await HealthAsync(scope, parts[0], rest is [var one] ? one : "").ConfigureAwait(false); return true;
            case ["metrics"]:
                var text = new StringBuilder();
                metrics.Write(text);
                await Answer.TextAsync(scope.Http, 200, text.ToString()).ConfigureAwait(false);
                return true;
            case ["openid", "v1", "jwks"]: await JsonAsync(scope, keySet, "application/jwk-set+json").ConfigureAwait(false); return true;
            case [".well-known", "openid-configuration"]: await JsonAsync(scope, openIdDiscovery, "application/json").ConfigureAwait(false); return true;
            default: return false;
        }
    }

    private static Task JsonAsync(RequestScope scope, string json, string type)
    {
        scope.Http.Response.ContentType = type;
        return scope.Http.Response.WriteAsync(json, scope.Cancellation);
    }

    private Task HealthAsync(RequestScope scope, string endpoint, string only)
    {
        var excluded = scope.Http.Request.Query["exclude"];
        var asked = checks.Where(c => only.Length == 0 || c.Name == only).ToArray();
        if (asked.Length == 0) { return Answer.TextAsync(scope.Http, 404, "404 page not found\n"); }
        var isWell = true;
        var text = new StringBuilder();
        foreach (var (name, check) in asked)
        {
            if (excluded.Contains(name))
            {
                text.Append($"[+]{name} excluded: ok\n");
                continue;
            }
            var holds = check();
            isWell &= holds;
            text.Append(holds ? $"[+]{name} ok\n" : $"[-]{name} failed: reason withheld\n");
        }
        if (isWell && !scope.Http.Request.Query.ContainsKey("verbose")) { return Answer.TextAsync(scope.Http, 200, "ok"); }
        return Answer.TextAsync(scope.Http, isWell ? 200 : 500, text.Append(isWell ? $"{endpoint} check passed\n" : $"{endpoint} check failed\n").ToString());
    }
}
