using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Storage.Kit;

/// <summary>Random histories against <see cref="HistoryModel"/>. A failure names its seed; KUBESHARP_SEED runs that one again.</summary>
public abstract class HistoryConformance
{
    private const int Steps = 400;

    /// <summary>A new, empty store.</summary>
    protected abstract Task<IStore> OpenAsync();

    /// <summary>Closes the store and opens it again, where it can; otherwise the same store.</summary>
    protected virtual Task<IStore> ReopenAsync(IStore store) => Task.FromResult(store);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(0)]
    public async Task A_random_history_is_as_the_model_has_it(int seed)
    {
        if (seed == 0) { seed = int.TryParse(Environment.GetEnvironmentVariable("KUBESHARP_SEED"), out var given) ? given : Random.Shared.Next(4, int.MaxValue); }
        var step = 0;
        try { await RunAsync(new Random(seed), s => step = s); }
        catch (Exception e) { throw new InvalidOperationException($"seed {seed}, step {step}: {e.Message}", e); }
    }

    private async Task RunAsync(Random random, Action<int> atStep)
    {
        var store = await OpenAsync();
        try
        {
            var model = new HistoryModel();
            var compacted = 0L;
            for (var step = 0; step < Steps; step++)
            {
                atStep(step);
                switch (random.Next(20))
                {
                    case < 8: await PutOneAsync(store, model, random); break;
                    case < 10: await DeleteRangeAsync(store, model, random); break;
                    case < 13: await PutManyAsync(store, model, random); break;
                    case < 17: await ReadAsync(store, model, compacted, random); break;
                    case < 18: compacted = await CompactAsync(store, model, compacted, random); break;
                    case < 19: await WatchPastAsync(store, model, compacted, random); break;
                    default: store = await ReopenAsync(store); break;
                }
                Assert.Equal(model.Revision, (await store.RangeAsync(Range("k", countOnly: true), default)).Revision);
            }
        }
        finally { await store.DisposeAsync(); }
    }

    private static string Key(Random random) => $"k{random.Next(12):00}";

    private static async Task PutOneAsync(IStore store, HistoryModel model, Random random)
    {
        var (key, value) = (Key(random), $"{random.Next(1000)}");
        var known = model.At(model.Revision).TryGetValue(key, out var entry) ? entry.Modified : 0;
        var expected = random.Next(3) == 0 ? random.NextInt64(model.Revision + 1) : known;
        var result = await store.CommitAsync(new Transaction([ModIs(key, expected)], [Put(key, value)], [new RangeOperation(Range(key))]), default);
        Assert.Equal(expected == known, result.Succeeded);
        if (expected == known) { model.Change([(key, value)]); }
        else { Assert.Equal(known, result.Results[0].Items.SingleOrDefault()?.ModRevision ?? 0); }
        Assert.Equal(model.Revision, result.Revision);
    }

    private static async Task PutManyAsync(IStore store, HistoryModel model, Random random)
    {
        var changes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Key(random)).Distinct().Select(k => (k, random.Next(4) == 0 ? null : $"{random.Next(1000)}")).ToArray();
        await store.CommitAsync(Always([.. changes.Select(static c => c.Item2 is null ? (StoreOperation)Delete(c.k) : Put(c.k, c.Item2))]), default);
        model.Change(changes);
    }

    private static async Task DeleteRangeAsync(IStore store, HistoryModel model, Random random)
    {
        var (start, end) = (Key(random), Key(random));
        await store.CommitAsync(Always(Delete(start, end)), default);
        model.Change([.. model.At(model.Revision).Keys.Where(k => string.CompareOrdinal(k, start) >= 0 && string.CompareOrdinal(k, end) < 0).Select(static k => (k, (string?)null))]);
    }

    private static async Task ReadAsync(IStore store, HistoryModel model, long compacted, Random random)
    {
        var revision = random.NextInt64(1, model.Revision + 1);
        if (revision < compacted)
        {
            await Assert.ThrowsAsync<CompactedException>(async () => await store.ReadAsync("k", "l", revision));
            return;
        }
        var (read, right) = (await store.ReadAsync("k", "l", revision), model.At(revision));
        Assert.Equal(right.Select(static e => (e.Key, e.Value)), read.Items.Select(static i => (Text(i.Key), new HistoryModel.Entry(Text(i.Value), i.CreateRevision, i.ModRevision, i.Version))));
        Assert.Equal(model.Revision, read.Revision);
    }

    private static async Task<long> CompactAsync(IStore store, HistoryModel model, long compacted, Random random)
    {
        var revision = random.NextInt64(compacted, model.Revision + 1);
        if (revision <= Math.Max(compacted, 1)) { return compacted; }
        await store.CompactAsync(revision, default);
        return revision;
    }

    private static async Task WatchPastAsync(IStore store, HistoryModel model, long compacted, Random random)
    {
        var from = random.NextInt64(Math.Max(compacted, 2), Math.Max(compacted, 2) + 20);
        if (from > model.Revision) { return; }
        await using var watch = new Watcher(store, Watch(from));
        var events = await watch.UntilAsync(model.Revision);
        Assert.Equal(
            Enumerable.Range((int)from, (int)(model.Revision - from + 1)).Select(r => string.Join(' ', model.EventsOf(r).Split(' ').Order(StringComparer.Ordinal))),
            events.GroupBy(static e => e.Item.ModRevision).Select(static g => string.Join(' ', Show(g).Split(' ').Order(StringComparer.Ordinal))));
    }
}
