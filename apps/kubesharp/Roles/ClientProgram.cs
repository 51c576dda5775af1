using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Hosting.Flags;
using KubeSharp.Hosting.Health;
using KubeSharp.Hosting.Serving;
using KubeSharp.Pki.Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Roles;

/// <summary>A component that is a client of the API server and serves its health over HTTPS.</summary>
internal abstract class ClientProgram : RoleProgram
{
    private readonly Flag<string> _kubeconfig;
    private readonly Flag<IPAddress> _bindAddress;
    private readonly Flag<int> _securePort;

    protected ClientProgram(int port)
    {
        _kubeconfig = Flags.Text("kubeconfig", "", "kubeconfig of the API server");
        _bindAddress = Flags.Address("bind-address", IPAddress.Any, "address on which /healthz, /livez and /readyz are served");
        _securePort = Flags.Whole("secure-port", port, "port on which they are served; 0: not at all");
        LeaderElect = Flags.Switch("leader-elect", true, "several may run, one leads");
        Identity = $"{Environment.MachineName}_{Guid.NewGuid()}";
        Flags.Ignored("authentication-kubeconfig", "authorization-kubeconfig", "profiling", "tls-cert-file", "tls-private-key-file", "client-ca-file", "requestheader-client-ca-file");
    }

    /// <summary>--leader-elect.</summary>
    protected Flag<bool> LeaderElect { get; }
    /// <summary>Name of this candidate.</summary>
    protected string Identity { get; }

    /// <summary>What it does with the API; the configuration is that of the client.</summary>
    protected abstract Task WorkAsync(IApiClient client, RestConfig config, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation);

    /// <inheritdoc/>
    public sealed override async Task RunAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var config = KubeconfigFile.Load(Required(_kubeconfig)).ToRestConfig() with { UserAgent = $"{Name}/{VersionCommand.Kubernetes}" };
        using var client = new ApiClient(config, time);
        await using var listener = _securePort.Value == 0 ? null : await ServeHealthAsync(loggers, time, cancellation);
        await WorkAsync(client, config, loggers, time, cancellation);
    }

    private Task<SecureServer> ServeHealthAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var health = new HealthRegistry();
        var own = CertificateAuthority.Create($"{Name}-ca", time.GetUtcNow());
        X509Certificate2 certificate = own.Issue(new CertificateRequestOptions(Environment.MachineName) { IsServer = true, DnsNames = ["localhost"], Addresses = [IPAddress.Loopback] }, time.GetUtcNow());
        return SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(_bindAddress.Value, _securePort.Value), Certificate = certificate }, http =>
        {
            var (isOk, text) = http.Request.Path.Value switch
            {
                "/healthz" => (true, "ok"),
                "/livez" => health.Live([]),
                "/readyz" => health.Ready([]),
                _ => (false, ""),
            };
            http.Response.StatusCode = isOk ? 200 : text.Length == 0 ? 404 : 500;
            return http.Response.WriteAsync(text, http.RequestAborted);
        }, loggers, cancellation);
    }
}
