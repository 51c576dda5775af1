using System.Text;
using KubeSharp.Client.Rest;

namespace KubeSharp.Cli.Bench;

/// <summary>One writer, many watchers: how long each event takes to reach each of them.</summary>
internal sealed class FanOut(IReadOnlyList<IApiClient> clients, string ns, TimeProvider time)
{
    private const int WaitMaxSeconds = 60;

    /// <summary>Changes a config map that all watch, again and again.</summary>
    public async Task<BenchResult> RunAsync(int watchers, int events, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(WaitMaxSeconds));
        var path = $"/api/v1/namespaces/{ns}/configmaps";
        var sent = new long[events];
        await WriteAsync(HttpMethod.Post, path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fan-out"},"data":{"turn":"none"}}""", "application/json", limit.Token).ConfigureAwait(false);
        var open = new Watching[watchers];
        for (var w = 0; w < watchers; w++) { open[w] = await OpenAsync(clients[w % clients.Count], path, limit.Token).ConfigureAwait(false); }
        var reading = open.Select(w => Task.Run(() => ReadAsync(w, sent, limit.Token), limit.Token)).ToArray();
        var start = time.GetTimestamp();
        for (var i = 0; i < events; i++)
        {
            Volatile.Write(ref sent[i], time.GetTimestamp());
            await WriteAsync(HttpMethod.Patch, path + "/fan-out", $$$"""{"data":{"turn":"turn-{{{i}}}-"}}""", "application/merge-patch+json", limit.Token).ConfigureAwait(false);
        }
        double[] latencies = [.. (await Task.WhenAll(reading).ConfigureAwait(false)).SelectMany(static l => l)];
        var elapsed = time.GetElapsedTime(start);
        Array.Sort(latencies);
        foreach (var watching in open) { watching.Dispose(); }
        return new BenchResult("watch fan-out", watchers, elapsed, latencies, 0, (watchers * events) - latencies.Length);
    }

    private static async Task<Watching> OpenAsync(IApiClient client, string path, CancellationToken cancellation)
    {
        var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, path + "?watch=1&fieldSelector=metadata.name%3Dfan-out"), cancellation).ConfigureAwait(false);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false), Encoding.UTF8);
        // The state at the beginning; what is written from here on is seen.
        await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
        return new Watching(response, reader);
    }

    // No server leaves one out here: each turn is a write of its own.
    private async Task<List<double>> ReadAsync(Watching watching, long[] sent, CancellationToken cancellation)
    {
        var latencies = new List<double>(sent.Length);
        for (var i = 0; i < sent.Length;)
        {
            if (await watching.Reader.ReadLineAsync(cancellation).ConfigureAwait(false) is not { } line) { break; }
            if (!line.Contains($"turn-{i}-", StringComparison.Ordinal)) { continue; }
            latencies.Add(time.GetElapsedTime(Volatile.Read(ref sent[i])).TotalMilliseconds);
            i++;
        }
        return latencies;
    }

    private async Task WriteAsync(HttpMethod method, string path, string body, string type, CancellationToken cancellation) =>
        await clients[0].RequestAsync(method, path, Encoding.UTF8.GetBytes(body), type, cancellation).ConfigureAwait(false);

    private sealed record Watching(HttpResponseMessage Response, StreamReader Reader) : IDisposable
    {
        public void Dispose()
        {
            Reader.Dispose();
            Response.Dispose();
        }
    }
}
