using System.Diagnostics;
using System.Text;
using KubeSharp.Storage;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Memory;

// What the store can do on this machine. Argument: a folder on the disk to measure (default: a temporary one).
const int ValueBytes = 2_000, Keys = 10_000, WatchersMany = 200;
var folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("kubesharp-bench-").FullName;
var value = new byte[ValueBytes];
Random.Shared.NextBytes(value);

await MeasureAsync("memory", () => ValueTask.FromResult<IStore>(new MemoryStore(TimeProvider.System)));
await MeasureAsync("embedded", async () => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = Path.Combine(folder, "store") }, TimeProvider.System, default));
var opening = Stopwatch.StartNew();
await using (var again = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = Path.Combine(folder, "store") }, TimeProvider.System, default))
{
    Console.WriteLine($"embedded: opened again in {opening.ElapsedMilliseconds} ms, {(await again.GetStatusAsync(default)).SizeBytes / 1_000_000} MB, revision {(await again.GetStatusAsync(default)).Revision}");
}
if (args.Length == 0) { Directory.Delete(folder, recursive: true); }

async Task MeasureAsync(string name, Func<ValueTask<IStore>> open)
{
    await using var store = await open();
    foreach (var (writers, writes) in new[] { (1, 10_000), (8, 30_000), (64, 100_000) })
    {
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < writes / writers; i++) { await PutAsync(store, $"k/{(i * writers + w) % Keys:00000}"); }
        })));
        Console.WriteLine($"{name}: {writers} writers, {writes / writers * writers / clock.Elapsed.TotalSeconds:0} commits/s of {ValueBytes} bytes");
    }
    var hot = Stopwatch.StartNew();
    for (var i = 0; i < 10_000; i++) { await PutAsync(store, "hot"); }
    Console.WriteLine($"{name}: one key, {10_000 / hot.Elapsed.TotalSeconds:0} commits/s");

    var all = new RangeRequest("k/"u8.ToArray(), "k0"u8.ToArray());
    var reading = Stopwatch.StartNew();
    for (var i = 0; i < 50; i++) { await store.RangeAsync(all, default); }
    Console.WriteLine($"{name}: range of {Keys} keys in {reading.Elapsed.TotalMilliseconds / 50:0.00} ms");
    reading.Restart();
    for (var i = 0; i < 500_000; i++) { await store.RangeAsync(new RangeRequest("k/05000"u8.ToArray()), default); }
    Console.WriteLine($"{name}: {500_000 / reading.Elapsed.TotalSeconds:0} reads/s of one key");
    await MeasureWatchAsync(name, store);
}

async Task MeasureWatchAsync(string name, IStore store)
{
    const int Writes = 1_000;
    var last = (await store.GetStatusAsync(default)).Revision + Writes;
    using var stop = new CancellationTokenSource();
    var watching = Enumerable.Range(0, WatchersMany).Select(_ => store.WatchAsync(new WatchRequest("k/"u8.ToArray(), "k0"u8.ToArray()), stop.Token)).Select(watch => Task.Run(async () =>
    {
        await foreach (var batch in watch) { if (batch.Revision >= last) { return; } }
    })).ToArray();
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < Writes; i++) { await PutAsync(store, $"k/{i:00000}"); }
    await Task.WhenAll(watching);
    Console.WriteLine($"{name}: {WatchersMany} watchers, {WatchersMany * Writes / clock.Elapsed.TotalSeconds:0} events/s delivered");
}

async ValueTask PutAsync(IStore store, string key) => await store.CommitAsync(new Transaction([], [new PutOperation(Encoding.UTF8.GetBytes(key), value)]), default);
