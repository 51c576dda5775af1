using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Features;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/version, /healthz, /livez, /readyz, /metrics, /openid/v1/jwks, the paths there are. Source: Kubernetes API health endpoints.</summary>
public sealed class ServerEndpoints(FeatureGates features, ObjectNode version, HealthChecks checks, DebugPages pages, ServerMetrics metrics, Func<IEnumerable<string>> paths, string keySet, string openIdDiscovery, Func<string, bool, string?> flowDumps)
{
    private readonly string[] _own = [.. features.IsOn("ComponentFlagz") ? ["/flagz"] : Array.Empty<string>(), .. features.IsOn("ComponentStatusz") ? ["/statusz"] : Array.Empty<string>(), "/configz", "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/openid/v1/jwks", "/readyz", "/version", "/.well-known/openid-configuration"];

    /// <summary>Answers; false where the path is none of these.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var parts = scope.Info.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case []: await Answer.WriteAsync(scope.Http, 200, ObjectNode.Of(("paths", new ArrayNode([.. paths().Concat(_own).Order(StringComparer.Ordinal).Select(static p => (Node)p)])))).ConfigureAwait(false); return true;
            case ["version"]: await Answer.WriteAsync(scope.Http, 200, version).ConfigureAwait(false); return true;
            case ["healthz" or "livez" or "readyz", .. var rest]: await HealthAsync(scope, parts[0], string.Join('/', rest)).ConfigureAwait(false); return true;
            case ["metrics"]:
                scope.Http.Response.Headers["Process-Start-Time-Unix"] = metrics.StartedSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                scope.Http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
                await scope.Http.Response.WriteAsync(await metrics.WriteAsync(scope.Cancellation).ConfigureAwait(false), scope.Cancellation).ConfigureAwait(false);
                return true;
            case ["configz"]: await Answer.WriteAsync(scope.Http, 200, pages.Configuration()).ConfigureAwait(false); return true;
            case ["statusz"] when features.IsOn("ComponentStatusz"): await pages.StatusAsync(scope, paths().Concat(_own)).ConfigureAwait(false); return true;
            case ["flagz"] when features.IsOn("ComponentFlagz"): await pages.FlagsAsync(scope).ConfigureAwait(false); return true;
            case ["openid", "v1", "jwks"]: await JsonAsync(scope, keySet, "application/jwk-set+json").ConfigureAwait(false); return true;
            case [".well-known", "openid-configuration"]: await JsonAsync(scope, openIdDiscovery, "application/json").ConfigureAwait(false); return true;
            case ["debug", "api_priority_and_fairness", var name] when flowDumps(name, !string.IsNullOrEmpty(scope.Query("includeRequestDetails"))) is { } dump: await Answer.TextAsync(scope.Http, 200, dump).ConfigureAwait(false); return true;
            default: return false;
        }
    }

    private static Task JsonAsync(RequestScope scope, string json, string type)
    {
        scope.Http.Response.Headers.CacheControl = "public, max-age=3600";
        scope.Http.Response.ContentType = type;
        return scope.Http.Response.WriteAsync(json, scope.Cancellation);
    }

    private Task HealthAsync(RequestScope scope, string endpoint, string only)
    {
        var excluded = scope.Http.Request.Query["exclude"];
        var all = endpoint == "readyz" ? checks.Ready : checks.Live;
        var asked = all.Where(c => only.Length == 0 || c.Name == only).ToArray();
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
        var strange = excluded.Where(e => all.All(c => c.Name != e)).Select(static e => $"\"{e}\"").ToArray();
        if (strange.Length > 0) { text.Append($"warn: some health checks cannot be excluded: no matches for {string.Join(',', strange)}\n"); }
        if (isWell && (only.Length > 0 || !scope.Http.Request.Query.ContainsKey("verbose"))) { return Answer.TextAsync(scope.Http, 200, "ok"); }
        return Answer.TextAsync(scope.Http, isWell ? 200 : 500, text.Append(isWell ? $"{endpoint} check passed\n" : $"{endpoint} check failed\n").ToString());
    }
}
