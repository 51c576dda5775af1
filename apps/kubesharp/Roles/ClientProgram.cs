using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeSharp.Client.Kubeconfig;
using KubeSharp.Client.Rest;
using KubeSharp.Hosting.Flags;
using KubeSharp.Hosting.Health;
using KubeSharp.Hosting.Serving;
using KubeSharp.Machinery.Metrics;
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
    private readonly Flag<string> _authority, _certificate, _key;
    private readonly HealthRegistry _health = new();
    private readonly List<Action<StringBuilder>> _metrics = [];

    protected ClientProgram(int port)
    {
        _kubeconfig = Flags.Text("kubeconfig", "", "kubeconfig of the API server");
        _bindAddress = Flags.Address("bind-address", IPAddress.Any, "address on which /healthz, /livez, /readyz and /metrics are served");
        _securePort = Flags.Whole("secure-port", port, "port on which they are served; 0: not at all");
        LeaderElect = Flags.Switch("leader-elect", true, "several may run, one leads");
        Identity = $"{Environment.MachineName}_{Guid.NewGuid()}";
        _authority = Flags.Text("client-ca-file", "", "authority of those who ask by certificate; default: the cluster's");
        _certificate = Flags.Text("tls-cert-file", "", "certificate that is served with; default: one of its own");
        _key = Flags.Text("tls-private-key-file", "", "its key");
        Flags.Ignored("authentication-kubeconfig", "authorization-kubeconfig", "profiling", "requestheader-client-ca-file");
    }

    /// <summary>--leader-elect.</summary>
    protected Flag<bool> LeaderElect { get; }
    /// <summary>Name of this candidate.</summary>
    protected string Identity { get; }

    /// <summary>More that is told at /metrics.</summary>
    protected void Tell(Action<StringBuilder> metrics) => _metrics.Add(metrics);

    /// <summary>What it does with the API; the configuration is that of the client.</summary>
    protected abstract Task WorkAsync(IApiClient client, RestConfig config, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation);

    /// <inheritdoc/>
    public sealed override async Task RunAsync(ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var config = KubeconfigFile.Load(Required(_kubeconfig)).ToRestConfig() with { UserAgent = $"{Name}/{VersionCommand.Kubernetes}" };
        using var client = new ApiClient(config, time);
        await using var listener = _securePort.Value == 0 ? null : await ServeAsync(client, loggers, time, cancellation);
        await WorkAsync(client, config, loggers, time, cancellation);
    }

    // Health is for everybody, all else for whom the API server lets.
    private Task<SecureServer> ServeAsync(ApiClient client, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellation)
    {
        var (access, started) = (new ComponentAccess(client, _authority.Value, time), time.GetUtcNow());
        return SecureServer.StartAsync(new SecureServerOptions { EndPoint = new IPEndPoint(_bindAddress.Value, _securePort.Value), Certificates = new(Certificate(time)) }, async http =>
        {
            var (code, text) = await AnswerAsync(http);
            if (code == 0) { return; }
            http.Response.StatusCode = code;
            await http.Response.WriteAsync(text, http.RequestAborted);
        }, loggers, cancellation);

        async Task<(int Code, string Text)> AnswerAsync(HttpContext http)
        {
            var path = http.Request.Path.Value;
            if (path is "/healthz") { return (200, "ok"); }
            if (path is "/livez" or "/readyz")
            {
                var (isOk, told) = path == "/livez" ? _health.Live([]) : _health.Ready([]);
                return (isOk ? 200 : 500, isOk && !http.Request.Query.ContainsKey("verbose") ? "ok" : told);
            }
            if (!await access.MayAsync(http, http.RequestAborted)) { return (0, ""); }
            if (path != "/metrics") { return (404, "404 page not found\n"); }
            http.Response.ContentType = MetricText.ContentType;
            return (200, Page(client, started));
        }
    }

    private string Page(ApiClient client, DateTimeOffset started)
    {
        var text = new StringBuilder();
        foreach (var write in _metrics) { write(text); }
        client.WriteMetrics(text);
        MetricText.Head(text, "kubernetes_feature_enabled", "gauge", "This metric records the data about the stage and enablement of a k8s feature.");
        text.Append(Features.ToMetrics());
        MetricText.BuildInfo(text, VersionCommand.Kubernetes);
        ProcessMetrics.Write(text, started);
        return text.ToString();
    }

    private X509Certificate2 Certificate(TimeProvider time)
    {
        if (_certificate.IsGiven) { return X509Certificate2.CreateFromPemFile(_certificate.Value, Required(_key)); }
        var own = CertificateAuthority.Create($"{Name}-ca", time.GetUtcNow());
        return own.Issue(new CertificateRequestOptions(Environment.MachineName) { IsServer = true, DnsNames = ["localhost"], Addresses = [IPAddress.Loopback] }, time.GetUtcNow());
    }
}
