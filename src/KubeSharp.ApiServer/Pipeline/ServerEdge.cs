using System.Globalization;
using KubeSharp.ApiServer.Endpoints;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// What comes before a request is looked at: headers for browsers, connections that are to end, and the end of the server itself. Nobody has been
/// authenticated here. Source: kube-apiserver, command line tools reference; Fetch standard, CORS protocol.
/// </summary>
public sealed class ServerEdge(EdgeOptions options, Random random, RequestDelegate next)
{
    private const int RetryAfterSeconds = 5;
    // Who asks these wants to know how the server is, also at its end.
    private static readonly string[] _alwaysServed = ["/readyz", "/livez", "/healthz", "/metrics"];
    private static readonly (string Name, string Value)[] _forPages =
    [
        ("Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE, PATCH"),
        ("Access-Control-Allow-Headers", "Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since"),
        ("Access-Control-Expose-Headers", "Date"),
        ("Access-Control-Allow-Credentials", "true"),
    ];

    /// <summary>The server is told to end: it says that it is not ready.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>New requests are told to come again.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Serves one request.</summary>
    public Task HandleAsync(HttpContext http)
    {
        // Compat: as Go's server, before anybody looks at it; pinned by PathTests.
        if (!RequestPath.Settle(http))
        {
            EndConnection(http);
            return Answer.PageAsync(http, 400, "400 Bad Request");
        }
        if (options.StrictTransport.Length > 0) { http.Response.Headers.StrictTransportSecurity = options.StrictTransport; }
        if (IsClosed && !IsAlwaysServed(http.Request)) { return SendAwayAsync(http); }
        if (options.GoawayChance > 0 && http.Request.Protocol == "HTTP/2" && random.NextDouble() < options.GoawayChance) { EndConnection(http); }
        return options.Origins.IsEmpty || !IsAnswered(http) ? next(http) : Task.CompletedTask;
    }

    // A page of an origin that may ask is told so; where that is all it asked, the request is answered.
    private bool IsAnswered(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !options.Origins.Any(o => o.IsMatch(origin))) { return false; }
        http.Response.Headers.AccessControlAllowOrigin = origin;
        foreach (var (name, value) in _forPages) { http.Response.Headers[name] = value; }
        if (!HttpMethods.IsOptions(http.Request.Method)) { return false; }
        http.Response.StatusCode = 204;
        return true;
    }

    private static bool IsAlwaysServed(HttpRequest request) =>
        request.Headers.UserAgent.ToString().StartsWith("kube-apiserver/", StringComparison.Ordinal) || _alwaysServed.Any(p => request.Path.Value!.StartsWith(p, StringComparison.Ordinal));

    private static Task SendAwayAsync(HttpContext http)
    {
        EndConnection(http);
        http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Answer.TextAsync(http, 429, "The apiserver is shutting down, please try again later.\n");
    }

    // Over HTTP/2 a GOAWAY: what is under way is answered, and the next request needs another connection.
    private static void EndConnection(HttpContext http)
    {
        if (http.Request.Protocol == "HTTP/2") { http.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose(); }
        else { http.Response.Headers.Connection = "close"; }
    }
}
