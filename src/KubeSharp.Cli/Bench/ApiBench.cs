using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Bench;

/// <summary>Drives any Kubernetes API server with the same load and prints what it bears. Makes a namespace of its own and removes it.</summary>
public sealed class ApiBench(Func<IApiClient> connect, BenchOptions options, TextWriter output, TimeProvider time)
{
    private const string PodType = "application/strategic-merge-patch+json";
    private readonly IApiClient[] _clients = [.. Enumerable.Range(0, Math.Max(8, options.Clients)).Select(_ => connect())];
    private readonly string _namespace = string.Create(CultureInfo.InvariantCulture, $"bench-{Guid.NewGuid():N}")[..14];

    private string Pods => $"/api/v1/namespaces/{_namespace}/pods";
    private TimeSpan Limit => TimeSpan.FromSeconds(options.SecondsMax);

    /// <summary>Runs the loads in order.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await PrepareAsync(cancellation).ConfigureAwait(false);
        try
        {
            await TellServerAsync("before", cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(BenchResult.Heads).ConfigureAwait(false);
            foreach (var (name, run) in Loads(new Load(_clients, time)))
            {
                // What reads need is made in any case.
                if (options.Only.Count > 0 && !options.Only.Contains(name) && name is not ("create-1" or "create")) { continue; }
                await output.WriteLineAsync((await run(cancellation).ConfigureAwait(false)).ToString()).ConfigureAwait(false);
            }
            await TellServerAsync("after", cancellation).ConfigureAwait(false);
        }
        finally { await RemoveAsync().ConfigureAwait(false); }
    }

    private IEnumerable<(string Name, Func<CancellationToken, Task<BenchResult>> Run)> Loads(Load load)
    {
        var few = Math.Max(1, options.Objects / 50);
        (string, Func<CancellationToken, Task<BenchResult>>) One(string name, int clients, int count, Func<int, HttpRequestMessage> request, TimeSpan? limit = null) =>
            (name, cancellation => load.RunAsync(name, clients, count, limit ?? Limit, request, cancellation));
        yield return One("create-1", 1, few, i => Request(HttpMethod.Post, Pods, BenchObjects.Pod(i), "application/json"));
        yield return One("create", options.Clients, options.Objects - few, i => Request(HttpMethod.Post, Pods, BenchObjects.Pod(i + few), "application/json"), TimeSpan.FromHours(1));
        yield return One("get-1", 1, int.MaxValue, i => Request(HttpMethod.Get, $"{Pods}/{Some(i)}"));
        yield return One("get", options.Clients, int.MaxValue, i => Request(HttpMethod.Get, $"{Pods}/{Some(i)}"));
        yield return One("list", 1, 20, _ => Request(HttpMethod.Get, Pods));
        yield return One("list-8", 8, 80, _ => Request(HttpMethod.Get, Pods));
        yield return One("list-label", 8, int.MaxValue, _ => Request(HttpMethod.Get, $"{Pods}?labelSelector={Uri.EscapeDataString(BenchObjects.OneTeam)}"));
        yield return One("list-node", 8, int.MaxValue, _ => Request(HttpMethod.Get, $"{Pods}?fieldSelector={Uri.EscapeDataString(BenchObjects.OneNode)}"));
        yield return One("patch-label", options.Clients, int.MaxValue, i => Request(HttpMethod.Patch, $"{Pods}/{Some(i)}", BenchObjects.LabelPatch(i), PodType));
        yield return One("patch-status", options.Clients, int.MaxValue, i => Request(HttpMethod.Patch, $"{Pods}/{Some(i)}/status", BenchObjects.StatusPatch(i), PodType));
        yield return One("apply", options.Clients, int.MaxValue, i => Request(HttpMethod.Patch, $"{Pods}/{Some(i)}?fieldManager=bench&force=true", BenchObjects.Applied(Some(i), i), "application/apply-patch+yaml"));
        yield return One("mixed", options.Clients, int.MaxValue, Mixed);
        yield return ("watch-fan-out", cancellation => new FanOut(_clients, _namespace, time).RunAsync(options.Watchers, options.Events, cancellation));
    }

    // Eight gets, one status write and one selective list of ten operations.
    private HttpRequestMessage Mixed(int i) => (i % 10) switch
    {
        8 => Request(HttpMethod.Patch, $"{Pods}/{Some(i)}/status", BenchObjects.StatusPatch(i), PodType),
        9 => Request(HttpMethod.Get, $"{Pods}?labelSelector={Uri.EscapeDataString(BenchObjects.OneTeam)}"),
        _ => Request(HttpMethod.Get, $"{Pods}/{Some(i)}"),
    };

    // A stride that meets all objects before it meets one again.
    private string Some(int i) => BenchObjects.Name((int)(i * 7919L % options.Objects));

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body = null, string type = "")
    {
        var request = new HttpRequestMessage(method, path);
        if (options.AcceptsGzip) { request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip")); }
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null) { request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }; }
        return request;
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        await _clients[0].RequestAsync(HttpMethod.Post, "/api/v1/namespaces", Encoding.UTF8.GetBytes($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{_namespace}}}"}}"""), "application/json", cancellation).ConfigureAwait(false);
        // Where no controllers run, nobody else makes the account that pods need.
        try { await _clients[0].RequestAsync(HttpMethod.Post, $"/api/v1/namespaces/{_namespace}/serviceaccounts", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"default"}}"""u8.ToArray(), "application/json", cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { }
    }

    private async Task RemoveAsync()
    {
        await Load.SendAsync(_clients[0], Request(HttpMethod.Delete, $"{Pods}?gracePeriodSeconds=0"), new byte[64 * 1024], CancellationToken.None).ConfigureAwait(false);
        await Load.SendAsync(_clients[0], Request(HttpMethod.Delete, $"/api/v1/namespaces/{_namespace}"), new byte[4096], CancellationToken.None).ConfigureAwait(false);
        foreach (var client in _clients.OfType<IDisposable>()) { client.Dispose(); }
    }

    // What the server tells of its own process, where it does.
    private async Task TellServerAsync(string when, CancellationToken cancellation)
    {
        using var response = await _clients[0].SendAsync(new HttpRequestMessage(HttpMethod.Get, "/metrics"), cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) { return; }
        var lines = (await response.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).Split('\n');
        var (memory, cpu) = (Metric(lines, "process_resident_memory_bytes"), Metric(lines, "process_cpu_seconds_total"));
        if (memory is not null) { await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"server {when}: {memory / 1e6:0} MB resident, {cpu ?? 0:0.0} s of processor")).ConfigureAwait(false); }
    }

    private static double? Metric(string[] lines, string name) =>
        lines.FirstOrDefault(l => l.StartsWith(name + ' ', StringComparison.Ordinal)) is { } line && double.TryParse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture, out var value) ? value : null;
}
