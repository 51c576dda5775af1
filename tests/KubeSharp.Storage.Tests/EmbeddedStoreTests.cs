using System.Diagnostics;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Kit;

namespace KubeSharp.Storage.Tests;

public sealed class EmbeddedStoreTests : StoreConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-store-").FullName;

    protected override async Task<IStore> OpenAsync() => await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder }, TimeProvider.System, default);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_written_is_there_after_it_was_closed_and_opened()
    {
        long revision;
        await using (var store = await OpenAsync())
        {
            await PutAsync(store, "a", "1");
            await DeleteAsync(store, "a");
            await PutAsync(store, "b", "2");
            revision = await DeleteAsync(store, "c");
        }
        await using var again = await OpenAsync();
        Assert.Equal("b", Text(Assert.Single((await again.RangeAsync(new RangeRequest(Key("a"), Key("z")), default)).Items).Key));
        Assert.True(await PutAsync(again, "d", "3") > revision);
    }

    [Fact]
    public async Task The_revision_does_not_go_back_when_all_history_was_compacted()
    {
        long revision;
        await using (var store = await OpenAsync())
        {
            await PutAsync(store, "a", "1");
            revision = await DeleteAsync(store, "a");
            await store.CompactAsync(revision, default);
        }
        await using var again = await OpenAsync();
        Assert.Equal(revision, (await again.GetStatusAsync(default)).Revision);
    }

    [Fact]
    public async Task A_second_process_is_told_that_the_store_is_in_use()
    {
        await using var store = await OpenAsync();
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);
        Assert.Contains("in use", refusal.Message);
    }

    [Fact]
    public async Task A_damaged_file_is_told_and_left_alone()
    {
        var file = Path.Combine(_folder, "store.db");
        await File.WriteAllTextAsync(file, new string('x', 8192));
        await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);
        Assert.Equal(8192, new FileInfo(file).Length);
    }

    [Fact]
    public async Task A_snapshot_is_a_store_of_its_own()
    {
        await using (var store = await OpenAsync())
        {
            await PutAsync(store, "a", "1");
            Directory.CreateDirectory(Path.Combine(_folder, "copy"));
            await ((EmbeddedStore)store).SnapshotAsync(Path.Combine(_folder, "copy", "store.db"));
            await PutAsync(store, "b", "2");
        }
        await using var copy = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = Path.Combine(_folder, "copy") }, TimeProvider.System, default);
        Assert.Equal("a", Text(Assert.Single((await copy.RangeAsync(new RangeRequest(Key("a"), Key("z")), default)).Items).Key));
    }

    [Fact]
    public async Task Killed_again_and_again_it_loses_nothing_that_was_acknowledged()
    {
        var random = new Random(7);
        var acknowledged = new Dictionary<string, long>();
        for (var round = 0; round < 4; round++)
        {
            foreach (var (key, revision) in await WriteUntilKilledAsync(round, random.Next(200, 2000))) { acknowledged.Add(key, revision); }
            await using var store = await OpenAsync();
            var stored = (await store.RangeAsync(new RangeRequest(Key("w"), Key("x")), default)).Items.ToDictionary(static i => Text(i.Key), static i => i.ModRevision);
            var lost = acknowledged.Where(a => !stored.TryGetValue(a.Key, out var revision) || revision != a.Value).Take(5).ToArray();
            Assert.True(lost.Length == 0, $"seed 7, round {round}: {acknowledged.Count} acknowledged, lost {string.Join(", ", lost)}");
        }
        Assert.NotEmpty(acknowledged);
    }

    // The writer is another process; it is killed after so many acknowledgements.
    private async Task<List<(string Key, long Revision)>> WriteUntilKilledAsync(int round, int count)
    {
        var program = typeof(EmbeddedStoreTests).Assembly.Location.Replace("KubeSharp.Storage.Tests", "KubeSharp.Storage.Writer", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, _folder, $"{round}"]) { RedirectStandardOutput = true })!;
        var lines = new List<(string, long)>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var key, var revision] && long.TryParse(revision, out var number)) { lines.Add((key, number)); }
            if (lines.Count == count) { process.Kill(); }
        }
        await process.WaitForExitAsync();
        Assert.True(lines.Count >= count, $"the writer ended by itself with {process.ExitCode}");
        // The last line may have been cut off.
        return lines[..^1];
    }
}
