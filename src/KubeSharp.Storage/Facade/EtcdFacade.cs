using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Storage.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Storage.Facade;

/// <summary>
/// The embedded store spoken to over etcd's own gRPC, so that etcdctl and other clients of etcd 3.5 work on it: keys, transactions, watches,
/// leases, compaction, status and snapshots. There is no authentication but TLS: whoever gets in may do everything.
/// </summary>
public sealed class EtcdFacade : IAsyncDisposable
{
    private readonly WebApplication _web;

    private EtcdFacade(WebApplication web, IPEndPoint endpoint) => (_web, Endpoint) = (web, endpoint);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="ArgumentException">No mutual TLS where others than this machine could reach it.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<EtcdFacade> StartAsync(EmbeddedStore store, EtcdFacadeOptions options, CancellationToken cancellation)
    {
        if ((options.Certificate is null || options.ClientAuthorities.Count == 0) && !IPAddress.IsLoopback(options.Endpoint.Address)) { throw new ArgumentException($"{options.Endpoint} can be reached from elsewhere, so it needs a certificate, and the authorities of its clients' certificates", nameof(options)); }
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(k =>
        {
            k.Limits.MaxRequestBodySize = null;
            k.Listen(options.Endpoint, listen => Listen(listen, options));
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(g => g.MaxReceiveMessageSize = options.MessageBytesMax);
        builder.Services.AddSingleton(options).AddSingleton(new KeyService(store)).AddSingleton(new WatchService(store)).AddSingleton(new LeaseService(store)).AddSingleton(new MaintenanceService(store)).AddSingleton(new ClusterService(store, options)).AddSingleton(new AuthService(store));
        var web = builder.Build();
        web.UseRouting();
        web.MapGrpcService<KeyService>();
        web.MapGrpcService<WatchService>();
        web.MapGrpcService<LeaseService>();
        web.MapGrpcService<MaintenanceService>();
        web.MapGrpcService<ClusterService>();
        web.MapGrpcService<AuthService>();
        await web.StartAsync(cancellation).ConfigureAwait(false);
        return new EtcdFacade(web, new IPEndPoint(options.Endpoint.Address, new Uri(web.Urls.First()).Port));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _web.DisposeAsync().ConfigureAwait(false);
    }

    private static void Listen(ListenOptions listen, EtcdFacadeOptions options)
    {
        listen.Protocols = HttpProtocols.Http2;
        if (options.Certificate is null) { return; }
        listen.UseHttps(https =>
        {
            https.ServerCertificate = options.Certificate;
            if (options.ClientAuthorities.Count == 0) { return; }
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => IsTrusted(certificate, options.ClientAuthorities);
        });
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
