using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.DependencyInjection;

namespace KubeSharp.Storage.Etcd;

/// <summary>Opens the connection to a cluster of etcd members.</summary>
internal static class EtcdChannel
{
    private static readonly TimeSpan _pingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pingAnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>A channel that uses the first member that answers, and another when that one goes.</summary>
    public static GrpcChannel Open(EtcdStoreOptions options)
    {
        var isSecure = options.Endpoints[0].Scheme == Uri.UriSchemeHttps;
        var addresses = options.Endpoints.Select(static e => new BalancerAddress(e.Host, e.Port)).ToArray();
        var services = new ServiceCollection().AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => addresses)).BuildServiceProvider();
        return GrpcChannel.ForAddress($"static:///{options.Endpoints[0].Host}", new GrpcChannelOptions
        {
            HttpHandler = Handler(options, isSecure),
            DisposeHttpClient = true,
            Credentials = isSecure ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
            ServiceProvider = services,
            // A list of a whole cluster is one answer.
            MaxReceiveMessageSize = null,
            MaxSendMessageSize = null,
        });
    }

    private static SocketsHttpHandler Handler(EtcdStoreOptions options, bool isSecure)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = _pingAfter,
            KeepAlivePingTimeout = _pingAnswerWithin,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            UseProxy = false,
        };
        if (isSecure) { handler.SslOptions = Tls(options); }
        return handler;
    }

    private static SslClientAuthenticationOptions Tls(EtcdStoreOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.AuthorityFile is not null || options.SystemAuthorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            if (options.AuthorityFile is { } file) { policy.CustomTrustStore.ImportFromPemFile(file); }
            else { policy.CustomTrustStore.AddRange(options.SystemAuthorities!()); }
            tls.CertificateChainPolicy = policy;
        }
        if (options.CertificateFile is { } certificate)
        {
            var own = X509Certificate2.CreateFromPemFile(certificate, options.KeyFile);
            tls.ClientCertificates = [own];
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        }
        return tls;
    }
}
