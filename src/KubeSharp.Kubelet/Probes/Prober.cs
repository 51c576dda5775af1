using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Kubelet.Probes;

/// <summary>Carries out probes and hooks: commands, requests, connections. Source: Configure Liveness, Readiness and Startup Probes.</summary>
public sealed class Prober : IDisposable
{
    private const int OutputMax = 10 * 1024, ExecGraceSeconds = 2, ConnectionsClosedAtOnce = 0;
    private readonly IPodRuntime _runtime;
    private readonly MetricSet _metrics = new();
    private readonly Metric _results, _durations;
    private readonly HttpClient _http;
    private readonly HttpClient _grpc;

    /// <summary>A prober on this runtime.</summary>
    public Prober(IPodRuntime runtime)
    {
        _runtime = runtime;
        _durations = _metrics.Histogram("prober_probe_duration_seconds", "Duration in seconds for a probe response.", Metric.DefaultSeconds, "container", "namespace", "pod", "probe_type");
        _results = _metrics.Counter("prober_probe_total", "Cumulative number of a liveness, readiness or startup probe for a container by result.", "container", "namespace", "pod", "pod_uid", "probe_type", "result");
        _http = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        _grpc = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestVersion = System.Net.HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>Counts a result and what it took.</summary>
    public void Count(string kind, bool succeeded, string container, Pod pod, TimeSpan duration)
    {
        var (ns, name) = (pod.Metadata.Namespace ?? "", pod.Metadata.Name ?? "");
        _results.Add(1, container, ns, name, pod.Metadata.Uid ?? "", kind, succeeded ? "successful" : "failed");
        _durations.Observe(duration, container, ns, name, kind);
    }

    /// <summary>Forgets the counts of a pod that is gone.</summary>
    public void Forget(string pod, string ns)
    {
        foreach (var metric in (ReadOnlySpan<Metric>)[_results, _durations]) { metric.Forget(l => l[1] == ns && l[2] == pod); }
    }

    /// <summary>What probes found, of pods that are still there, in Prometheus' text form.</summary>
    public void WriteMetrics(StringBuilder text) => _metrics.Write(text);

    /// <summary>Tries the probe once, within its time.</summary>
    public async Task<ProbeOutcome> ProbeAsync(Probe probe, Container container, ContainerActual actual, string podAddress, CancellationToken cancellation)
    {
        var timeout = TimeSpan.FromSeconds(Math.Max(1, probe.TimeoutSeconds ?? 1));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // A runtime ends what takes too long itself, but some wait for ever for what the command has left behind.
        limit.CancelAfter(probe.Exec is null ? timeout : timeout + TimeSpan.FromSeconds(ExecGraceSeconds));
        try
        {
            if (probe.Exec is { } exec) { return await ExecAsync(exec, actual, timeout, limit.Token); }
            if (probe.HttpGet is { } get) { return await HttpAsync(get, container, podAddress, "kube-probe/1.36", limit.Token); }
            if (probe.TcpSocket is { } tcp) { return await TcpAsync(tcp, container, podAddress, limit.Token); }
            if (probe.Grpc is { } grpc) { return await GrpcAsync(grpc, podAddress, limit.Token); }
            return new ProbeOutcome(true, "");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return new ProbeOutcome(false, $"context deadline exceeded after {timeout.TotalSeconds:0}s"); }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or RuntimeException or UriFormatException or InvalidOperationException)
        {
            return new ProbeOutcome(false, e.InnerException is { } inner ? $"{e.Message}: {inner.Message}" : e.Message);
        }
    }

    /// <summary>Carries out a hook. The outcome tells whether it succeeded.</summary>
    public async Task<ProbeOutcome> HookAsync(LifecycleHandler hook, Container container, ContainerActual actual, string podAddress, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            if (hook.Exec is { } exec) { return await ExecAsync(exec, actual, TimeSpan.Zero, cancellation); }
            if (hook.HttpGet is { } get) { return await HttpAsync(get, container, podAddress, "kube-lifecycle/1.36", cancellation); }
            if (hook.Sleep is { } sleep)
            {
                await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), time, cancellation);
                return new ProbeOutcome(true, "");
            }
            // Compat: the API takes tcpSocket in a hook, and the hook fails when it is its turn.
            return new ProbeOutcome(false, "invalid handler: a lifecycle hook is exec, httpGet or sleep");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or RuntimeException or UriFormatException or InvalidOperationException) { return new ProbeOutcome(false, e.Message); }
    }

    /// <summary>The number of a port given by number or by name.</summary>
    /// <exception cref="InvalidOperationException">No port of the container bears the name.</exception>
    public static int PortOf(IntOrString port, Container container)
    {
        if (!port.IsText) { return port.Number; }
        foreach (var named in container.Ports)
        {
            if (named.Name == port.Text) { return named.ContainerPortValue; }
        }
        return int.TryParse(port.Text, out var number) ? number : throw new InvalidOperationException($"couldn't find port: {port.Text}");
    }

    /// <inheritdoc/>
    public void Dispose() { _http.Dispose(); _grpc.Dispose(); }

    private async Task<ProbeOutcome> ExecAsync(ExecAction exec, ContainerActual actual, TimeSpan timeout, CancellationToken cancellation)
    {
        var outcome = await _runtime.ExecAsync(actual.Id, [.. exec.Command], timeout, cancellation);
        var text = Encoding.UTF8.GetString(outcome.Output.AsSpan(0, Math.Min(outcome.Output.Length, OutputMax)));
        return new ProbeOutcome(outcome.ExitCode == 0, text);
    }

    private async Task<ProbeOutcome> HttpAsync(HTTPGetAction get, Container container, string podAddress, string agent, CancellationToken cancellation)
    {
        var host = get.Host is { Length: > 0 } named ? named : podAddress;
        var scheme = get.Scheme is { Length: > 0 } s ? s.ToLowerInvariant() : "http";
        var path = get.Path is { Length: > 0 } p ? (p.StartsWith('/') ? p : "/" + p) : "/";
        var uri = new Uri($"{scheme}://{(host.Contains(':') ? $"[{host}]" : host)}:{PortOf(get.Port, container)}{path}");
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.ConnectionClose = true;
        foreach (var header in get.HttpHeaders)
        {
            request.Headers.Remove(header.Name);
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)) { request.Headers.Host = header.Value; }
            else if (header.Value.Length > 0) { request.Headers.TryAddWithoutValidation(header.Name, header.Value); }
        }
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var code = (int)response.StatusCode;
        // A redirect to another host counts as success; it is not followed, so every redirect does here.
        return code is >= 200 and < 400 ? new ProbeOutcome(true, $"HTTP {code}") : new ProbeOutcome(false, $"HTTP probe failed with statuscode: {code}");
    }

    private static async Task<ProbeOutcome> TcpAsync(TCPSocketAction tcp, Container container, string podAddress, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(tcp.Host is { Length: > 0 } host ? host : podAddress, PortOf(tcp.Port, container), cancellation);
        return new ProbeOutcome(true, "");
    }

    // The health protocol of gRPC, spoken directly: a request of one text field, an answer of one number.
    private async Task<ProbeOutcome> GrpcAsync(GRPCAction grpc, string podAddress, CancellationToken cancellation)
    {
        var service = Encoding.UTF8.GetBytes(grpc.Service ?? "");
        // A length of up to fourteen bits takes one or two bytes.
        byte[] length = service.Length < 128 ? [(byte)service.Length] : [(byte)(0x80 | (service.Length & 0x7F)), (byte)(service.Length >> 7)];
        byte[] message = service.Length == 0 ? [] : [0x0A, .. length, .. service];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{(podAddress.Contains(':') ? $"[{podAddress}]" : podAddress)}:{grpc.Port}/grpc.health.v1.Health/Check"))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using var response = await _grpc.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        var status = response.TrailingHeaders.TryGetValues("grpc-status", out var trailing) ? trailing.First() : response.Headers.TryGetValues("grpc-status", out var leading) ? leading.First() : "2";
        if (status != "0") { return new ProbeOutcome(false, $"gRPC probe failed with status code {status}"); }
        // Field 1, number: 1 is SERVING.
        return body is [_, _, _, _, _, 0x08, 1, ..] ? new ProbeOutcome(true, "SERVING") : new ProbeOutcome(false, "service unhealthy (responded with \"NOT_SERVING\")");
    }

    private static SocketsHttpHandler Handler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromSeconds(ConnectionsClosedAtOnce),
        SslOptions = new System.Net.Security.SslClientAuthenticationOptions { RemoteCertificateValidationCallback = static (_, _, _, _) => true },
    };
}
