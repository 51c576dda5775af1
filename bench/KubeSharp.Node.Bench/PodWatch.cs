using System.Collections.Concurrent;
using System.Diagnostics;
using KubeSharp.Client.Rest;

namespace KubeSharp.Node.Bench;

/// <summary>When pods of a namespace were first seen on their node, and running, by a watch.</summary>
internal sealed class PodWatch
{
    private readonly ConcurrentDictionary<string, (TaskCompletionSource<long> Bound, TaskCompletionSource<long> Running)> _pods = new(StringComparer.Ordinal);

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(IApiClient client, string ns, CancellationToken cancellation)
    {
        try
        {
            await foreach (var (_, pod) in client.WatchRawAsync($"/api/v1/namespaces/{ns}/pods?watch=1", cancellation))
            {
                var now = Stopwatch.GetTimestamp();
                var seen = Of(pod.TextAt("metadata", "name") ?? "");
                if (pod.TextAt("spec", "nodeName") is { Length: > 0 }) { seen.Bound.TrySetResult(now); }
                if (pod.TextAt("status", "phase") == "Running") { seen.Running.TrySetResult(now); }
            }
        }
        catch (OperationCanceledException) { }
    }

    /// <summary>Milliseconds from bound to running.</summary>
    public async Task<double> TookAsync(string name)
    {
        var seen = Of(name);
        var limit = TimeSpan.FromMinutes(3);
        return Stopwatch.GetElapsedTime(await seen.Bound.Task.WaitAsync(limit), await seen.Running.Task.WaitAsync(limit)).TotalMilliseconds;
    }

    private (TaskCompletionSource<long> Bound, TaskCompletionSource<long> Running) Of(string name) =>
        _pods.GetOrAdd(name, static _ => (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously)));
}
