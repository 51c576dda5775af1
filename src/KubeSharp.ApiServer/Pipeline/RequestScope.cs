using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>A request on its way through the pipeline.</summary>
public sealed class RequestScope(HttpContext http, RequestInfo info)
{
    private ConcurrentDictionary<string, string>? _annotations;

    /// <summary>That of a request that goes through the pipeline; null: the request does not.</summary>
    public static RequestScope? Of(HttpContext http) => http.Features.Get<RequestScope>();

    /// <summary>The connection's view of it.</summary>
    public HttpContext Http { get; } = http;
    /// <summary>What it is about.</summary>
    public RequestInfo Info { get; } = info;
    /// <summary>What it is counted as; null: as what it is about.</summary>
    public RequestInfo? CountedAs { get; set; }
    /// <summary>Who asks, after impersonation.</summary>
    public UserIdentity User { get; set; } = UserIdentity.Anonymous;
    /// <summary>The verb of constrained impersonation by which it is made; empty: none.</summary>
    public string ImpersonationConstraint { get; set; } = "";
    /// <summary>What the body, where it is YAML, says of keys set twice: line N: key "K" already set in map.</summary>
    public List<string> DuplicateKeys { get; } = [];
    /// <summary>Ends when the client goes away.</summary>
    public CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>A query parameter; empty where it is missing.</summary>
    public string Query(string name) => Http.Request.Query[name] is [{ } first, ..] ? first : "";

    /// <summary>
    /// Whether the parameter of the query is true. Default: false. Compat: whatever is neither false nor 0 is true; pinned by ApplyTests.
    /// </summary>
    public bool IsAsked(string name) => IsTrue(Http.Request.Query[name]);

    /// <summary>Whether the values of a parameter say true.</summary>
    public static bool IsTrue(StringValues values) => values is [var first, ..] && first is not "0" && !string.Equals(first, "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>The number in the query; null: it is not given.</summary>
    /// <exception cref="StatusException">400: it is no number.</exception>
    public long? Number(string name) => Query(name) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw StatusException.BadRequest($"strconv.ParseInt: parsing {new StringNode(text)}: invalid syntax");

    /// <summary>Notes something for the audit event; the first value of a key stays.</summary>
    public void Annotate(string key, string value) => AuditAnnotations.TryAdd(key, value);

    /// <summary>What was noted for the audit event.</summary>
    public ConcurrentDictionary<string, string> AuditAnnotations => _annotations ??= new(StringComparer.Ordinal);

    /// <summary>Adds a Warning header; the same text once.</summary>
    public void Warn(string text)
    {
        if (Http.Response.HasStarted) { return; }
        var header = $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        if (!Http.Response.Headers["Warning"].Contains(header)) { Http.Response.Headers.Append("Warning", header); }
    }
}
