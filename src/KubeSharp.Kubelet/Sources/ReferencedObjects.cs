using KubeSharp.Api;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Objects of one kind that pods refer to by name, each watched alone as long as a pod needs it: a node may see no more.</summary>
internal sealed class ReferencedObjects<T>(IApiClient client, TimeProvider time, ILogger logger, Action<string> podChanged) : IAsyncDisposable where T : class, IApiObject<T>
{
    private readonly Lock _gate = new(); // guards _watched; nothing is awaited under it
    private readonly Dictionary<(string Namespace, string Name), Watched> _watched = [];

    /// <summary>The object as it is now; null where it is not there. Watches it from now on for the pod.</summary>
    public async Task<T?> GetAsync(string podUid, string ns, string name, CancellationToken cancellation)
    {
        Watched watched;
        lock (_gate)
        {
            if (!_watched.TryGetValue((ns, name), out watched!))
            {
                watched = new Watched(new Informer<T>(client, ns, new ListOptions { FieldSelector = $"metadata.name={name}" }, time, logger));
                watched.Informer.Subscribe(_ => Changed(watched));
                watched.Start();
                _watched[(ns, name)] = watched;
            }
            watched.Pods.Add(podUid);
        }
        await watched.Informer.WaitForSyncAsync(cancellation);
        return watched.Informer.Cache.Get(ns, name);
    }

    /// <summary>The pod needs nothing any more.</summary>
    public void Release(string podUid)
    {
        lock (_gate)
        {
            foreach (var (key, watched) in _watched.ToArray())
            {
                if (!watched.Pods.Remove(podUid) || watched.Pods.Count > 0) { continue; }
                _watched.Remove(key);
                watched.Stop();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Watched[] all;
        lock (_gate)
        {
            all = [.. _watched.Values];
            _watched.Clear();
        }
        foreach (var watched in all) { watched.Stop(); }
        await Task.WhenAll(all.Select(static w => w.Running));
    }

    private void Changed(Watched watched)
    {
        string[] pods;
        lock (_gate) { pods = [.. watched.Pods]; }
        foreach (var pod in pods) { podChanged(pod); }
    }

    private sealed class Watched(Informer<T> informer)
    {
        private readonly CancellationTokenSource _stop = new();

        public Informer<T> Informer => informer;
        public HashSet<string> Pods { get; } = new(StringComparer.Ordinal);
        public Task Running { get; private set; } = Task.CompletedTask;

        public void Start() => Running = RunAsync();

        public void Stop() => _stop.Cancel();

        private async Task RunAsync()
        {
            try { await informer.RunAsync(_stop.Token); }
            catch (OperationCanceledException) { }
            finally { _stop.Dispose(); }
        }
    }
}
