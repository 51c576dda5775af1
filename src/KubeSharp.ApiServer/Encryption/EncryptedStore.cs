using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using KubeSharp.ApiServer.WatchCache;
using KubeSharp.Storage;

namespace KubeSharp.ApiServer.Encryption;

/// <summary>
/// A store that seals the values of some resources before another store gets them, and opens them when they are read. Values of other resources
/// pass as they are, in the same transactions and batches. A sealed value does not carry its resource version: that is put in when it is opened.
/// </summary>
/// <param name="inner">Keeps the values; ended with this.</param>
public sealed class EncryptedStore(IStore inner) : IStore
{
    private static readonly TimeSpan _askEvery = TimeSpan.FromMinutes(1);
    private volatile Sealing _sealing = new(EncryptionConfiguration.None);

    private static ReadOnlySpan<byte> Mark => "k8s:enc:"u8;

    /// <summary>What is sealed, and how.</summary>
    public EncryptionConfiguration Configuration => _sealing.Configuration;

    /// <summary>What key services are in trouble with; empty: nothing.</summary>
    public string Trouble => string.Join("; ", Configuration.KeyServices.Select(static k => k.Trouble).Where(static t => t.Length > 0));

    /// <summary>From now on values are sealed so; key services are asked first.</summary>
    /// <exception cref="EncryptionException">A key service cannot be asked: what held goes on to hold.</exception>
    public async ValueTask TakeAsync(EncryptionConfiguration configuration, CancellationToken cancellation)
    {
        foreach (var service in configuration.KeyServices) { await service.RefreshAsync(cancellation).ConfigureAwait(false); }
        _sealing = new(configuration);
    }

    /// <summary>Asks key services every minute which key they seal with, until cancelled.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(_askEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                foreach (var service in Configuration.KeyServices)
                {
                    try { await service.RefreshAsync(cancellation).ConfigureAwait(false); }
                    // It says so in its health check; what held before goes on to hold for a while.
                    catch (EncryptionException) { }
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
    }

    /// <inheritdoc/>
    public async ValueTask<RangeResult> RangeAsync(RangeRequest request, CancellationToken cancellation)
    {
        var result = await inner.RangeAsync(request, cancellation).ConfigureAwait(false);
        return request.KeysOnly || request.CountOnly ? result : await OpenAsync(result, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation)
    {
        var plain = new Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>();
        var sealedSteps = await SealAsync(transaction.Then, plain, cancellation).ConfigureAwait(false);
        var others = transaction.Else is null ? null : await SealAsync(transaction.Else, plain, cancellation).ConfigureAwait(false);
        if (plain.Count > 0)
        {
            var splice = transaction.Splice;
            transaction = transaction with
            {
                Then = sealedSteps,
                Else = others,
                // Whoever wrote learns what the value is at its revision; what is kept is sealed already.
                Splice = splice is null ? null : (value, revision) =>
                {
                    if (!plain.TryGetValue(value, out var open)) { return splice(value, revision); }
                    splice(open, revision);
                    return value;
                },
            };
        }
        var result = await inner.CommitAsync(transaction, cancellation).ConfigureAwait(false);
        if (!result.Results.Any(static r => r.Items.Any(static i => i.Value.Span.StartsWith(Mark)))) { return result; }
        var opened = new List<RangeResult>(result.Results.Count);
        foreach (var read in result.Results) { opened.Add(await OpenAsync(read, cancellation).ConfigureAwait(false)); }
        return result with { Results = opened };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchBatch> WatchAsync(WatchRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in inner.WatchAsync(request, cancellation).ConfigureAwait(false))
        {
            if (!batch.Events.Any(static e => IsSealed(e.Item) || IsSealed(e.Previous)))
            {
                yield return batch;
                continue;
            }
            var events = new List<StoreEvent>(batch.Events.Count);
            foreach (var change in batch.Events)
            {
                events.Add(change with
                {
                    Item = await OpenAsync(change.Item, cancellation).ConfigureAwait(false),
                    Previous = change.Previous is null ? null : await OpenAsync(change.Previous, cancellation).ConfigureAwait(false),
                });
            }
            yield return batch with { Events = events };
        }
    }

    /// <inheritdoc/>
    public ValueTask CompactAsync(long revision, CancellationToken cancellation) => inner.CompactAsync(revision, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> GrantLeaseAsync(long timeToLiveSeconds, CancellationToken cancellation) => inner.GrantLeaseAsync(timeToLiveSeconds, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> KeepAliveAsync(long leaseId, CancellationToken cancellation) => inner.KeepAliveAsync(leaseId, cancellation);

    /// <inheritdoc/>
    public ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellation) => inner.RevokeLeaseAsync(leaseId, cancellation);

    /// <inheritdoc/>
    public ValueTask<StoreStatus> GetStatusAsync(CancellationToken cancellation) => inner.GetStatusAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var service in Configuration.KeyServices) { service.Dispose(); }
        await inner.DisposeAsync().ConfigureAwait(false);
    }

    private static bool IsSealed(StoredValue? item) => item is not null && item.Value.Span.StartsWith(Mark);

    private async ValueTask<IReadOnlyList<StoreOperation>> SealAsync(IReadOnlyList<StoreOperation> steps, Dictionary<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> plain, CancellationToken cancellation)
    {
        StoreOperation[]? changed = null;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i] is not PutOperation put || _sealing.For(put.Key) is not { Ciphers: [{ Prefix.Length: > 0 } cipher, ..] }) { continue; }
            var hidden = await SealAsync(cipher, put, cancellation).ConfigureAwait(false);
            plain[hidden] = put.Value;
            changed ??= [.. steps];
            changed[i] = put with { Value = hidden };
        }
        return changed ?? steps;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> SealAsync(IValueCipher cipher, PutOperation put, CancellationToken cancellation)
    {
        try
        {
            var hidden = await cipher.SealAsync(put.Value, put.Key, cancellation).ConfigureAwait(false);
            return (byte[])[.. cipher.Prefix.Span, .. hidden.Span];
        }
        catch (EncryptionException e) { throw new StoreUnavailableException($"unable to transform key \"{Encoding.UTF8.GetString(put.Key.Span)}\": {e.Message}", e); }
    }

    private async ValueTask<RangeResult> OpenAsync(RangeResult result, CancellationToken cancellation)
    {
        StoredValue[]? changed = null;
        for (var i = 0; i < result.Items.Count; i++)
        {
            var item = result.Items[i];
            var opened = await OpenAsync(item, cancellation).ConfigureAwait(false);
            if (ReferenceEquals(opened, item)) { continue; }
            changed ??= [.. result.Items];
            changed[i] = opened;
        }
        return changed is null ? result : result with { Items = changed };
    }

    private async ValueTask<StoredValue> OpenAsync(StoredValue item, CancellationToken cancellation)
    {
        var entry = _sealing.For(item.Key);
        if (!IsSealed(item))
        {
            if (entry is null || item.Value.Length == 0) { return item; }
            return entry.Ciphers.Any(static c => c.Prefix.Length == 0) ? entry.Ciphers[0].Prefix.Length == 0 ? item : item with { IsStale = true } : throw Unreadable(item, "no matching prefix found");
        }
        // A resource that is no longer sealed is not named any more: what was sealed before cannot be opened.
        var cipher = entry?.Ciphers.FirstOrDefault(c => c.Prefix.Length > 0 && item.Value.Span.StartsWith(c.Prefix.Span)) ?? throw Unreadable(item, "no matching prefix found");
        try
        {
            var body = item.Value[cipher.Prefix.Length..];
            var value = await cipher.OpenAsync(body, item.Key, cancellation).ConfigureAwait(false);
            return item with { Value = ResourceVersions.Replace(value.Span, item.ModRevision), IsStale = !ReferenceEquals(cipher, entry!.Ciphers[0]) || cipher.IsStale(body) };
        }
        catch (EncryptionException e) { throw Unreadable(item, e.Message); }
    }

    private static StoreUnavailableException Unreadable(StoredValue item, string why) => new($"unable to transform key \"{Encoding.UTF8.GetString(item.Key.Span)}\": {why}");

    private sealed class Sealing(EncryptionConfiguration configuration)
    {
        private readonly ConcurrentDictionary<string, ResourceEncryption?> _found = new(StringComparer.Ordinal);

        public EncryptionConfiguration Configuration => configuration;

        public ResourceEncryption? For(ReadOnlyMemory<byte> key)
        {
            if (configuration.Entries.IsEmpty) { return null; }
            var resource = KeyNames.Resource(key.Span);
            return resource.Length == 0 ? null : _found.GetOrAdd(resource, configuration.Find);
        }
    }
}
