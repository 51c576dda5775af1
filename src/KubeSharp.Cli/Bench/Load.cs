using KubeSharp.Client.Rest;

namespace KubeSharp.Cli.Bench;

/// <summary>Operations done by several clients at once and timed one by one.</summary>
public sealed class Load(IReadOnlyList<IApiClient> clients, TimeProvider time)
{
    /// <summary>Numbers 0 to count − 1, each given to whichever client is free, until all are done or the time is over.</summary>
    public async Task<BenchResult> RunAsync(string name, int clientCount, int count, TimeSpan limit, Func<int, HttpRequestMessage> request, CancellationToken cancellation)
    {
        var (next, bytes, failures, start) = (-1, 0L, 0, time.GetTimestamp());
        var latencies = new List<double>[clientCount];
        await Task.WhenAll(Enumerable.Range(0, clientCount).Select(async c =>
        {
            var (buffer, own) = (new byte[256 * 1024], latencies[c] = []);
            while (Interlocked.Increment(ref next) is var i && i < count && time.GetElapsedTime(start) < limit)
            {
                var begun = time.GetTimestamp();
                if (await SendAsync(clients[c], request(i), buffer, cancellation).ConfigureAwait(false) is { } size)
                {
                    own.Add(time.GetElapsedTime(begun).TotalMilliseconds);
                    Interlocked.Add(ref bytes, size);
                }
                else { Interlocked.Increment(ref failures); }
            }
        })).ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(start);
        double[] all = [.. latencies.SelectMany(static l => l)];
        Array.Sort(all);
        return new BenchResult(name, clientCount, elapsed, all, bytes, failures);
    }

    /// <summary>Sends and reads the answer to its end; its size, or null where it was refused.</summary>
    public static async Task<long?> SendAsync(IApiClient client, HttpRequestMessage request, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            using (request)
            {
                using var response = await client.SendAsync(request, cancellation).ConfigureAwait(false);
                await using var body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
                var size = 0L;
                for (int read; (read = await body.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;) { size += read; }
                return response.IsSuccessStatusCode ? size : null;
            }
        }
        catch (HttpRequestException) { return null; }
        catch (IOException) { return null; }
    }
}
