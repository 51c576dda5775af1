using System.Globalization;
using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Client.Rest;

/// <summary>Counts a client's requests under upstream's names. Source: Kubernetes Metrics Reference, rest_client.</summary>
internal sealed class ClientMetrics
{
    private readonly MetricSet _all = new();
    private readonly Metric _requests, _durations;
    private readonly string _host;

    /// <summary>Of a client of this server.</summary>
    public ClientMetrics(Uri server)
    {
        _host = server.Authority;
        _durations = _all.Histogram("rest_client_request_duration_seconds", "Request latency in seconds. Broken down by verb, and host.", [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60], "host", "verb");
        _requests = _all.Counter("rest_client_requests_total", "Number of HTTP requests, partitioned by status code, method, and host.", "code", "host", "method");
    }

    /// <summary>A request was answered with this code; 0: it was not answered.</summary>
    public void Count(string method, int code, TimeSpan duration)
    {
        _requests.Add(1, code == 0 ? "<error>" : code.ToString(CultureInfo.InvariantCulture), _host, method);
        _durations.Observe(duration, _host, method);
    }

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text) => _all.Write(text);
}
