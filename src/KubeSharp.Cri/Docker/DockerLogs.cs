using System.Collections.Concurrent;

namespace KubeSharp.Cri.Docker;

/// <summary>The copying of containers' logs from the engine into the pods' log files; one a container, however often it is asked for.</summary>
internal sealed class DockerLogs(DockerClient docker, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ContainerLog>> _logs = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Copies from where the file ends; the task ends when the container has ended and all it said is in the file.</summary>
    public Task Follow(string id, string path, bool tty) =>
        path.Length == 0 ? Task.CompletedTask : _logs.GetOrAdd(id, i => new Lazy<ContainerLog>(() => new ContainerLog(docker, i, path, tty, time, _ending.Token))).Value.Ended;

    /// <summary>Whether copying was begun.</summary>
    public bool IsFollowed(string id) => _logs.ContainsKey(id);

    /// <summary>Opens the log file anew after it was moved away.</summary>
    public void Reopen(string id)
    {
        if (_logs.TryGetValue(id, out var log)) { log.Value.Reopen(); }
    }

    /// <summary>The container was removed.</summary>
    public void Forget(string id) => _logs.TryRemove(id, out _);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_logs.Values.Select(static l => l.Value.Ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }
}
