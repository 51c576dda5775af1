using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Serving;

/// <summary>HTTP/1.1 without TLS, for what is no secret where it is served: health, figures.</summary>
public sealed class PlainServer : IAsyncDisposable
{
    private const int StopMaxSeconds = 1;
    private readonly WebApplication _application;

    private PlainServer(WebApplication application) => _application = application;

    /// <summary>The port it serves on.</summary>
    public int Port { get; private init; }

    /// <summary>Starts to serve; port 0 takes a free one.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<PlainServer> StartAsync(IPEndPoint endPoint, RequestDelegate handler, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var (application, port) = await SecureServer.StartAsync(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endPoint, static listen => listen.Protocols = HttpProtocols.Http1);
        }, handler, loggers, cancellation).ConfigureAwait(false);
        return new PlainServer(application) { Port = port };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var drain = new CancellationTokenSource(TimeSpan.FromSeconds(StopMaxSeconds));
        await _application.StopAsync(drain.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
