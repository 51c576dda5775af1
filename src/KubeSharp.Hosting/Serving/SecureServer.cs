using System.Net;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Hosting.Serving;

/// <summary>
/// HTTP/1.1 and HTTP/2 over TLS with one handler for all requests. A client certificate is asked for, not demanded and not judged here: the
/// handler finds it in the connection and decides.
/// </summary>
public sealed class SecureServer : IAsyncDisposable
{
    private const int DrainMaxSeconds = 5;
    // As Go's servers: a command of many words stands in the path of an exec.
    private const int HeaderMaxBytes = 1024 * 1024;
    // A connection bears it whose handshake came to an end.
    private static readonly object _secured = new();
    private readonly WebApplication _application;

    private SecureServer(WebApplication application) => _application = application;

    /// <summary>The port it serves on.</summary>
    public int Port { get; private init; }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SecureServer> StartAsync(SecureServerOptions options, RequestDelegate handler, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var (application, port) = await StartAsync(kestrel => Configure(kestrel, options), handler, loggers, cancellation).ConfigureAwait(false);
        return new SecureServer(application) { Port = port };
    }

    /// <summary>A server by itself, and its port.</summary>
    internal static async Task<(WebApplication Application, int Port)> StartAsync(Action<KestrelServerOptions> configure, RequestDelegate handler, ILoggerFactory loggers, CancellationToken cancellation)
    {
        // Empty: no configuration files, environment, console life time or logging of its own, which cost start-up time.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(configure);
        // After the server's own, of which the last one counts.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, BlockPools>();
        var application = builder.Build();
        application.Run(handler);
        try { await application.StartAsync(cancellation).ConfigureAwait(false); }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (application, new Uri(address).Port);
    }

    /// <summary>Ends: no new requests, those under way have a few seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        using var drain = new CancellationTokenSource(TimeSpan.FromSeconds(DrainMaxSeconds));
        await _application.StopAsync(drain.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private static void Configure(KestrelServerOptions kestrel, SecureServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.RequestBodyMaxBytes;
        kestrel.Limits.MaxRequestLineSize = HeaderMaxBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderMaxBytes;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = HeaderMaxBytes;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.StreamsPerConnectionMax;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 256 * 1024;
        kestrel.Listen(options.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            var made = new ConditionalWeakTable<X509Certificate2, SslServerAuthenticationOptions>();
            if (options.HandshakeFailed is { } failed) { listen.Use(next => connection => WatchAsync(connection, next, failed)); }
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = context => ValueTask.FromResult(made.GetValue(
                    options.Certificates.Choose(context.ClientHelloInfo.ServerName, (context.Connection.LocalEndPoint as IPEndPoint)?.Address), certificate => Authentication(certificate, options))),
            });
            listen.Use(static next => connection =>
            {
                connection.Items[_secured] = true;
                return next(connection);
            });
            listen.Use(GatheredOutput.Before);
        });
    }

    private static async Task WatchAsync(ConnectionContext connection, ConnectionDelegate next, Action failed)
    {
        await next(connection).ConfigureAwait(false);
        if (!connection.Items.ContainsKey(_secured)) { failed(); }
    }

    // Made once a certificate and offline: otherwise each connection would build the certificate's chain anew.
    private static SslServerAuthenticationOptions Authentication(X509Certificate2 certificate, SecureServerOptions options) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true,
            options.ClientAuthorities.Count == 0 ? null : SslCertificateTrust.CreateForX509Collection(options.ClientAuthorities, sendTrustInHandshake: true)),
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        EnabledSslProtocols = options.Tls.Protocols,
        CipherSuitesPolicy = options.Tls.Policy,
    };
}
