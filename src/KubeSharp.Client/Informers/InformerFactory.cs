using System.Threading.Channels;
using KubeSharp.Api;
using KubeSharp.Client.Rest;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Client.Informers;

/// <summary>One informer a kind, shared by all who ask. Those asked for after the start are started at once.</summary>
public sealed class InformerFactory(IApiClient client, TimeProvider time, ILoggerFactory loggers)
{
    private readonly Dictionary<(Type, string, string, string), IInformer> _informers = [];
    private readonly Channel<IInformer> _unstarted = Channel.CreateUnbounded<IInformer>();
    private readonly Lock _lock = new();

    /// <summary>The informer of all objects of the kind.</summary>
    public Informer<T> Get<T>() where T : class, IApiObject<T> => Get<T>(null, ListOptions.All);

    /// <summary>The informer of a part of them.</summary>
    public Informer<T> Get<T>(string? ns, ListOptions options) where T : class, IApiObject<T>
    {
        lock (_lock)
        {
            var key = (typeof(T), ns ?? "", options.LabelSelector, options.FieldSelector);
            if (_informers.TryGetValue(key, out var there)) { return (Informer<T>)there; }
            var made = new Informer<T>(client, ns, options, time, loggers.CreateLogger("informer"));
            _informers[key] = made;
            _unstarted.Writer.TryWrite(made);
            return made;
        }
    }

    /// <summary>Runs all informers, also those asked for later, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var running = new List<Task>();
        try
        {
            await foreach (var informer in _unstarted.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)) { running.Add(informer.RunAsync(cancellation)); }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    /// <summary>Waits until all informers asked for so far have been filled.</summary>
    public async Task WaitForSyncAsync(CancellationToken cancellation)
    {
        IInformer[] all;
        lock (_lock) { all = [.. _informers.Values]; }
        foreach (var informer in all) { await informer.WaitForSyncAsync(cancellation).ConfigureAwait(false); }
    }
}
