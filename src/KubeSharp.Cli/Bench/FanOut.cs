using System.Buffers;
using System.IO.Pipelines;
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
        var turns = Enumerable.Range(0, events).Select(static i => Encoding.ASCII.GetBytes($"turn-{i}-")).ToArray();
        await WriteAsync(HttpMethod.Post, path, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fan-out"},"data":{"turn":"none"}}""", "application/json", limit.Token).ConfigureAwait(false);
        var open = new Watching[watchers];
        for (var w = 0; w < watchers; w++) { open[w] = await OpenAsync(clients[w % clients.Count], path, limit.Token).ConfigureAwait(false); }
        var reading = open.Select(w => Task.Run(() => ReadAsync(w, turns, sent, limit.Token), limit.Token)).ToArray();
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
        var reader = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
        // The state at the beginning; what is written from here on is seen.
        for (SequencePosition? end = null; end is null;)
        {
            var read = (await reader.ReadAsync(cancellation).ConfigureAwait(false)).Buffer;
            end = read.PositionOf((byte)'\n');
            reader.AdvanceTo(end is { } line ? read.GetPosition(1, line) : read.Start, end is null ? read.End : read.GetPosition(1, end.Value));
        }
        return new Watching(response, reader);
    }

    // No server leaves one out here: each turn is a write of its own.
    private async Task<List<double>> ReadAsync(Watching watching, byte[][] turns, long[] sent, CancellationToken cancellation)
    {
        var latencies = new List<double>(sent.Length);
        while (latencies.Count < sent.Length)
        {
            var read = await watching.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            var rest = Taken(read.Buffer, turns, sent, latencies);
            watching.Reader.AdvanceTo(rest, read.Buffer.End);
            if (read.IsCompleted) { break; }
        }
        return latencies;
    }

    private SequencePosition Taken(ReadOnlySequence<byte> buffer, byte[][] turns, long[] sent, List<double> latencies)
    {
        var lines = new SequenceReader<byte>(buffer);
        while (latencies.Count < sent.Length && lines.TryReadTo(out ReadOnlySequence<byte> line, (byte)'\n'))
        {
            if (!Contains(line, turns[latencies.Count])) { continue; }
            latencies.Add(time.GetElapsedTime(Volatile.Read(ref sent[latencies.Count])).TotalMilliseconds);
        }
        return lines.Position;
    }

    private static bool Contains(ReadOnlySequence<byte> line, byte[] text) => (line.IsSingleSegment ? line.FirstSpan : line.ToArray()).IndexOf(text) >= 0;

    private async Task WriteAsync(HttpMethod method, string path, string body, string type, CancellationToken cancellation) =>
        await clients[0].RequestAsync(method, path, Encoding.UTF8.GetBytes(body), type, cancellation).ConfigureAwait(false);

    private sealed record Watching(HttpResponseMessage Response, PipeReader Reader) : IDisposable
    {
        public void Dispose()
        {
            Reader.Complete();
            Response.Dispose();
        }
    }
}
