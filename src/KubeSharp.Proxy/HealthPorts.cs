using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using KubeSharp.Machinery.Documents;
using KubeSharp.Proxy.Snapshot;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Proxy;

/// <summary>
/// Tells load balancers whether this node has endpoints of a service: 200 or 503 at the service's own port, and the number. Source: Virtual IPs
/// and Service Proxies; Create an External Load Balancer, preserving the client source IP.
/// </summary>
public sealed partial class HealthPorts(ILogger logger) : IDisposable
{
    private readonly Dictionary<int, HttpListener> _listeners = [];
    private volatile ImmutableDictionary<int, HealthPortState> _states = ImmutableDictionary<int, HealthPortState>.Empty;

    /// <summary>Listens where wanted and nowhere else. A port that is taken is logged and tried again at the next change.</summary>
    public void Update(ImmutableArray<HealthPortState> wanted)
    {
        _states = wanted.DistinctBy(static w => w.Port).ToImmutableDictionary(static w => w.Port);
        foreach (var gone in _listeners.Keys.Except(_states.Keys).ToArray())
        {
            _listeners[gone].Close();
            _listeners.Remove(gone);
        }
        foreach (var port in _states.Keys.Except(_listeners.Keys).ToArray()) { Listen(port); }
    }

    /// <inheritdoc/>
    public void Dispose() => Update([]);

    private void Listen(int port)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://*:{port}/"));
        try { listener.Start(); }
        catch (HttpListenerException e)
        {
            LogTaken(port, e.Message);
            listener.Close();
            return;
        }
        _listeners[port] = listener;
        _ = AnswerAsync(listener, port);
    }

    private async Task AnswerAsync(HttpListener listener, int port)
    {
        while (true)
        {
            HttpListenerContext context;
            try { context = await listener.GetContextAsync().ConfigureAwait(false); }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException) { return; }
            try
            {
                var (code, body) = Answer(_states.GetValueOrDefault(port));
                context.Response.StatusCode = code;
                context.Response.ContentType = "application/json";
                context.Response.Headers["X-Content-Type-Options"] = "nosniff";
                context.Response.Headers["X-Load-Balancing-Endpoint-Weight"] = _states.GetValueOrDefault(port).LocalEndpoints.ToString(CultureInfo.InvariantCulture);
                await context.Response.OutputStream.WriteAsync(body.ToUtf8()).ConfigureAwait(false);
                context.Response.Close();
            }
            // Who asked has gone away.
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException) { context.Response.Abort(); }
        }
    }

    /// <summary>The answer for a state. Pure.</summary>
    public static (int Code, ObjectNode Body) Answer(HealthPortState state) => (state.LocalEndpoints > 0 ? 200 : 503,
        ObjectNode.Of(("service", ObjectNode.Of(("namespace", state.Namespace ?? ""), ("name", state.Name ?? ""))), ("localEndpoints", state.LocalEndpoints), ("serviceProxyHealthy", true)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "health check port {Port} cannot be listened at: {Reason}")]
    private partial void LogTaken(int port, string reason);
}
