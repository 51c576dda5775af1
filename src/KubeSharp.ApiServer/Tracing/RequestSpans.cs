using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.ApiServer.Tracing;

/// <summary>
/// The spans of requests. Who may see everything anyway (system:masters, system:monitoring) may say which trace a request belongs to and that it
/// is recorded; of others it is noted. Source: Traces for Kubernetes System Components.
/// </summary>
internal static class RequestSpans
{
    private static readonly string[] _trusted = ["system:masters", "system:monitoring"];

    /// <summary>Begins the span of a request whose sender is known.</summary>
    public static Span Serve(Tracer tracer, RequestScope scope)
    {
        var sent = TraceContext.Parse(scope.Http.Request.Headers[TraceContext.Header].ToString());
        return tracer.Begin(NameOf(scope), SpanKind.Server, sent, scope.User.Groups.Any(_trusted.Contains))
            .Set("http.request.method", scope.Http.Request.Method).Set("url.path", scope.Info.Path).Set("user_agent.original", scope.Http.Request.Headers.UserAgent.ToString())
            .Set("audit-id", scope.Http.Response.Headers["Audit-Id"].ToString());
    }

    /// <summary>GET /api/v1/namespaces/{:namespace}/pods/{:name}: the same for all objects of a resource.</summary>
    public static string NameOf(RequestScope scope)
    {
        var (method, info) = (scope.Http.Request.Method, scope.Info);
        if (!info.IsResourceRequest) { return method; }
        return $"{method} {(info.Group.Length == 0 ? "/api" : $"/apis/{info.Group}")}/{info.Version}{(info.Namespace.Length > 0 ? "/namespaces/{:namespace}" : "")}/{info.Resource}{(info.Name.Length > 0 ? "/{:name}" : "")}{(info.Subresource.Length > 0 ? "/" + info.Subresource : "")}";
    }
}
