using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Features;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/version, /healthz, /livez, /readyz, /metrics, /openid/v1/jwks, the paths there are. Source: Kubernetes API health endpoints.</summary>
public sealed class ServerEndpoints(FeatureGates features, ObjectNode version, HealthReports health, DebugPages pages, ServerMetrics metrics, Func<IEnumerable<string>> paths, string keySet, string openIdDiscovery, Func<string, bool, string?> flowDumps)
{
    private readonly string[] _own =
    [
        .. features.IsOn("ComponentFlagz") ? ["/flagz"] : Array.Empty<string>(), .. features.IsOn("ComponentStatusz") ? ["/statusz"] : Array.Empty<string>(), .. health.Paths,
        "/.well-known/openid-configuration", "/metrics", "/metrics/slis", "/openapi/v2", "/openapi/v3", "/openapi/v3/", "/openid/v1/jwks", "/version",
    ];

    /// <summary>Answers; false where the path is none of these.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var parts = RequestPath.Parts(scope.Info.Path);
        // Compat: only what is routed by method may end in a slash; pinned by OddRequestTests.
        if (parts.Length > 0 && scope.Info.Path[^1] == '/' && parts is not (["version"] or ["openid", "v1", "jwks"] or [".well-known", "openid-configuration"])) { return false; }
        switch (parts)
        {
            case [] or ["index.html"]: await Answer.IndentedAsync(scope.Http, ObjectNode.Of(("paths", new ArrayNode([.. paths().Concat(_own).Order(StringComparer.Ordinal).Select(static p => (Node)p)])))).ConfigureAwait(false); return true;
            case ["version"]: await Answer.IndentedAsync(scope.Http, version).ConfigureAwait(false); return true;
            case ["healthz" or "livez" or "readyz", ..]: return await health.HandleAsync(scope).ConfigureAwait(false);
            case ["metrics"]: await MetricsAsync(scope, await metrics.WriteAsync(scope.Cancellation).ConfigureAwait(false)).ConfigureAwait(false); return true;
            case ["metrics", "slis"]: await MetricsAsync(scope, health.Metrics()).ConfigureAwait(false); return true;
            case ["configz"]: await Answer.WriteAsync(scope.Http, 200, pages.Configuration()).ConfigureAwait(false); return true;
            case ["statusz"] when features.IsOn("ComponentStatusz"): await pages.StatusAsync(scope, paths().Concat(_own)).ConfigureAwait(false); return true;
            case ["flagz"] when features.IsOn("ComponentFlagz"): await pages.FlagsAsync(scope).ConfigureAwait(false); return true;
            case ["openid", "v1", "jwks"]: await JsonAsync(scope, keySet, "application/jwk-set+json").ConfigureAwait(false); return true;
            case [".well-known", "openid-configuration"]: await JsonAsync(scope, openIdDiscovery, "application/json").ConfigureAwait(false); return true;
            case ["debug", "api_priority_and_fairness", var name] when flowDumps(name, !string.IsNullOrEmpty(scope.Query("includeRequestDetails"))) is { } dump: await Answer.PageAsync(scope.Http, 200, dump).ConfigureAwait(false); return true;
            default: return false;
        }
    }

    private Task MetricsAsync(RequestScope scope, string text)
    {
        scope.Http.Response.Headers["Process-Start-Time-Unix"] = metrics.StartedSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        scope.Http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
        return scope.Http.Response.WriteAsync(text, scope.Cancellation);
    }

    private static Task JsonAsync(RequestScope scope, string json, string type)
    {
        scope.Http.Response.Headers.CacheControl = "public, max-age=3600";
        scope.Http.Response.ContentType = type;
        scope.Http.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(json);
        return scope.Http.Response.WriteAsync(json, scope.Cancellation);
    }
}
