using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/livez, /readyz, /healthz, each whole and by its checks, and what /metrics/slis counts of them. Source: Kubernetes API health endpoints; KEP-3466.</summary>
public sealed class HealthReports(HealthChecks checks)
{
    private const string Gauge = "kubernetes_healthcheck", Counter = "kubernetes_healthchecks_total";
    private readonly ConcurrentDictionary<(string Name, string Type), int> _last = new();
    private readonly ConcurrentDictionary<(string Name, string Status, string Type), long> _counts = new();

    /// <summary>The paths there are.</summary>
    public IEnumerable<string> Paths => ((string[])["healthz", "livez", "readyz"]).SelectMany(e => Of(e).Select(c => $"/{e}/{c.Name}").Prepend("/" + e));

    /// <summary>Answers; false where there is no such check.</summary>
    public async Task<bool> HandleAsync(RequestScope scope)
    {
        var (endpoint, name) = scope.Info.Path[1..].Split('/', 2) is [var whole, var part] ? (whole, part) : (scope.Info.Path[1..], null);
        if (name is null)
        {
            await AllAsync(scope, endpoint).ConfigureAwait(false);
            return true;
        }
        if (Of(endpoint).FirstOrDefault(c => c.Name == name).IsWell is not { } isWell) { return false; }
        await (isWell() ? Answer.PageAsync(scope.Http, 200, "ok") : Answer.TextAsync(scope.Http, 500, $"internal server error: {name} failed\n")).ConfigureAwait(false);
        return true;
    }

    /// <summary>What was found by those who asked for all checks of an endpoint, in Prometheus' text form.</summary>
    public string Metrics()
    {
        var text = new StringBuilder();
        if (_last.IsEmpty) { return ""; }
        MetricText.Head(text, Gauge, "gauge", "This metric records the result of a single healthcheck.");
        foreach (var ((name, type), value) in _last.OrderBy(static l => l.Key.Name, StringComparer.Ordinal).ThenBy(static l => l.Key.Type, StringComparer.Ordinal)) { text.Append(CultureInfo.InvariantCulture, $"{Gauge}{{name=\"{name}\",type=\"{type}\"}} {value}\n"); }
        MetricText.Head(text, Counter, "counter", "This metric records the results of all healthcheck.");
        foreach (var ((name, status, type), count) in _counts.OrderBy(static l => l.Key.Name, StringComparer.Ordinal).ThenBy(static l => l.Key.Status, StringComparer.Ordinal).ThenBy(static l => l.Key.Type, StringComparer.Ordinal)) { text.Append(CultureInfo.InvariantCulture, $"{Counter}{{name=\"{name}\",status=\"{status}\",type=\"{type}\"}} {count}\n"); }
        return text.ToString();
    }

    private ImmutableArray<(string Name, Func<bool> IsWell)> Of(string endpoint) => endpoint == "readyz" ? checks.Ready : checks.Live;

    private Task AllAsync(RequestScope scope, string endpoint)
    {
        var (excluded, all, isWell, text) = (scope.Http.Request.Query["exclude"], Of(endpoint), true, new StringBuilder());
        foreach (var (name, check) in all)
        {
            if (excluded.Contains(name))
            {
                text.Append(CultureInfo.InvariantCulture, $"[+]{name} excluded: ok\n");
                continue;
            }
            var holds = check();
            isWell &= holds;
            _last[(name, endpoint)] = holds ? 1 : 0;
            _counts.AddOrUpdate((name, holds ? "success" : "error", endpoint), 1, static (_, n) => n + 1);
            text.Append(holds ? $"[+]{name} ok\n" : $"[-]{name} failed: reason withheld\n");
        }
        var strange = excluded.Where(e => all.All(c => c.Name != e)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(static e => $"\"{e}\"").ToArray();
        if (strange.Length > 0) { text.Append(CultureInfo.InvariantCulture, $"warn: some health checks cannot be excluded: no matches for {string.Join(',', strange)}\n"); }
        if (isWell && !scope.Http.Request.Query.ContainsKey("verbose")) { return Answer.TextAsync(scope.Http, 200, "ok"); }
        return Answer.TextAsync(scope.Http, isWell ? 200 : 500, text.Append(isWell ? $"{endpoint} check passed\n" : $"{endpoint} check failed\n").ToString());
    }
}
