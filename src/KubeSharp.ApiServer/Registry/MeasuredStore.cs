using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Metrics;
using KubeSharp.Machinery.Tracing;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Registry;

/// <summary>The store, with what it is asked counted and timed under upstream's names. Source: Kubernetes Metrics Reference, etcd_*.</summary>
internal sealed class MeasuredStore(IStore store, TimeProvider time) : IStore
{
    private readonly ConcurrentDictionary<(string Operation, string Resource), long[]> _durations = new();

    /// <inheritdoc/>
    public async ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellation)
    {
        // How far the store is, is asked at each read, and is no request that upstream would make.
        if (request.CountOnly) { return await store.RangeAsync(request, cancellation).ConfigureAwait(false); }
        var start = time.GetTimestamp();
        using var span = Span.Begin(request.End.IsEmpty ? "Get from the store" : "List from the store", SpanKind.Client);
        try { return await store.RangeAsync(request, cancellation).ConfigureAwait(false); }
        finally { Note(request.End.IsEmpty ? "get" : "list", request.Start.Span, start); }
    }

    /// <inheritdoc/>
    public async ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation)
    {
        var (start, operation) = (time.GetTimestamp(), Operation(transaction));
        using var span = Span.Begin("Commit to the store", SpanKind.Client)?.Set("operation", operation);
        try { return await store.CommitAsync(transaction, cancellation).ConfigureAwait(false); }
        finally { Note(operation, transaction.Then is [PutOperation { Key: var key }, ..] ? key.Span : transaction.Then is [DeleteOperation { Start: var first }, ..] ? first.Span : default, start); }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, CancellationToken cancellation) => store.WatchAsync(request, cancellation);

    /// <inheritdoc/>
    public ValueTask CompactAsync(long revision, CancellationToken cancellation) => store.CompactAsync(revision, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> GrantLeaseAsync(long timeToLiveSeconds, CancellationToken cancellation) => store.GrantLeaseAsync(timeToLiveSeconds, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> KeepAliveAsync(long leaseId, CancellationToken cancellation) => store.KeepAliveAsync(leaseId, cancellation);

    /// <inheritdoc/>
    public ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellation) => store.RevokeLeaseAsync(leaseId, cancellation);

    /// <inheritdoc/>
    public ValueTask<StoreStatus> GetStatusAsync(CancellationToken cancellation) => store.GetStatusAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        MetricText.Head(text, "etcd_requests_total", "counter", "Etcd request counts for each operation and object type.");
        foreach (var (key, buckets) in _durations) { text.Append(CultureInfo.InvariantCulture, $"etcd_requests_total{{{Labels(key)}}} {RequestMetrics.Count(buckets)}\n"); }
        MetricText.Head(text, "etcd_request_duration_seconds", "histogram", "Etcd request latency in seconds for each operation and object type.");
        foreach (var (key, buckets) in _durations) { RequestMetrics.WriteHistogram(text, "etcd_request_duration_seconds", Labels(key), buckets); }
    }

    private void Note(string operation, ReadOnlySpan<byte> key, long start) =>
        RequestMetrics.Observe(_durations.GetOrAdd((operation, KeyNames.Resource(key)), static _ => RequestMetrics.NewHistogram()), time.GetElapsedTime(start));

    private static string Operation(Transaction transaction) => transaction switch
    {
        { Then: [DeleteOperation, ..] } => "delete",
        { Then: [PutOperation, ..], Compare: [{ Target: CompareTarget.ModRevision, Number: 0 }, ..] } => "create",
        { Then: [PutOperation, ..] } => "update",
        _ => "txn",
    };

    private static string Labels((string Operation, string Resource) key)
    {
        var parts = key.Resource.Split('.', 2);
        return $"group=\"{(parts.Length == 2 ? parts[1] : "")}\",operation=\"{key.Operation}\",resource=\"{parts[0]}\"";
    }
}
