using System.Buffers.Binary;
using System.Globalization;
using KubeSharp.ApiServer.Pipeline;

namespace KubeSharp.ApiServer.Tracing;

/// <summary>
/// Makes the spans of requests. Who may see everything anyway (system:masters, system:monitoring) may say which trace a request belongs to and that it
/// is recorded; of others it is noted, and a part of their requests is recorded. Source: Traces for Kubernetes System Components.
/// </summary>
public sealed class Tracer(TracingConfiguration configuration, Action<Span> take, TimeProvider time, Random random)
{
    private static readonly string[] _trusted = ["system:masters", "system:monitoring"];

    internal DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Begins the span of a request whose sender is known.</summary>
    public Span? Serve(RequestScope scope)
    {
        var sent = TraceContext.Parse(scope.Http.Request.Headers[TraceContext.Header].ToString());
        var isTrusted = scope.User.Groups.Any(_trusted.Contains);
        var trace = isTrusted && sent is not null ? sent.Trace : NewId(16);
        var isSampled = isTrusted && sent is not null ? sent.IsSampled : IsChosen(trace);
        // What is not recorded is passed on all the same, so that those who are called know.
        var span = new Span(this, NameOf(scope), SpanKind.Server, new TraceContext(trace, NewId(8), isSampled), isTrusted ? sent?.Span ?? "" : "", isTrusted ? null : sent);
        return span.Set("http.request.method", scope.Http.Request.Method).Set("url.path", scope.Info.Path).Set("user_agent.original", scope.Http.Request.Headers.UserAgent.ToString())
            .Set("audit-id", scope.Http.Response.Headers["Audit-Id"].ToString());
    }

    internal Span Begin(string name, SpanKind kind, Span outer) => new(this, name, kind, outer.Context with { Span = NewId(8) }, outer.Context.Span, null);

    internal void Take(Span span)
    {
        if (span.Context.IsSampled) { take(span); }
    }

    /// <summary>GET /api/v1/namespaces/{:namespace}/pods/{:name}: the same for all objects of a resource.</summary>
    public static string NameOf(RequestScope scope)
    {
        var (method, info) = (scope.Http.Request.Method, scope.Info);
        if (!info.IsResourceRequest) { return method; }
        return $"{method} {(info.Group.Length == 0 ? "/api" : $"/apis/{info.Group}")}/{info.Version}{(info.Namespace.Length > 0 ? "/namespaces/{:namespace}" : "")}/{info.Resource}{(info.Name.Length > 0 ? "/{:name}" : "")}{(info.Subresource.Length > 0 ? "/" + info.Subresource : "")}";
    }

    // By the trace's own number, so that all who are asked with it choose alike.
    private bool IsChosen(string trace)
    {
        var number = ulong.Parse(trace.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> 1;
        return configuration.SamplesPerMillion > 0 && number < (ulong)(configuration.SamplesPerMillion / 1e6 * (1UL << 63));
    }

    private string NewId(int bytes)
    {
        var id = new byte[bytes];
        // One of nothing but zeros is none.
        do { lock (random) { random.NextBytes(id); } } while (BinaryPrimitives.ReadUInt64BigEndian(id.AsSpan(bytes - 8)) == 0);
        return Convert.ToHexStringLower(id);
    }
}
