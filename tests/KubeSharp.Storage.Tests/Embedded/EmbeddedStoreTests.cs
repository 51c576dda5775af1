using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Kit;
using Microsoft.Extensions.Time.Testing;
using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Storage.Tests.Embedded;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<EmbeddedStore> OpenAsync(string? folder = null, long sizeMaxBytes = 0, TimeProvider? time = null) =>
        EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = folder ?? _folder.File("store"), SizeMaxBytes = sizeMaxBytes }, time ?? TimeProvider.System, default).AsTask();

    [Fact]
    public async Task The_stores_folder_is_its_owners_alone()
    {
        await using var store = await OpenAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("store")));
    }

    [Fact]
    public async Task What_was_written_is_there_after_opening_again_with_its_history()
    {
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("a", "1");
            await store.PutAsync("a", "2");
            await store.DeleteAsync("a");
            await store.PutAsync("b", "1", await store.GrantLeaseAsync(60, default));
        }
        await using var again = await OpenAsync();
        Assert.Equal("a=1", Show((await again.ReadAsync("a", revision: 2)).Items));
        Assert.Equal("b=1", Show((await again.ReadAsync("a", "z")).Items));
        await using var watch = new Watcher(again, Watch(2, previous: true));
        Assert.Equal("2+a=1 3+a=2 4-a 5+b=1", Show(await watch.UntilAsync(5)));
        Assert.Equal("1", Text(watch.Events[1].Previous!.Value));
        Assert.Equal(60, await again.KeepAliveAsync((await again.ReadAsync("b")).Items.Single().LeaseId, default));
    }

    [Fact]
    public async Task The_revision_does_not_go_back_when_the_newest_change_is_compacted_away()
    {
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("a", "1");
            await store.DeleteAsync("a");
            await store.CompactAsync(3, default);
        }
        await using var again = await OpenAsync();
        Assert.Equal((3L, 3L), ((await again.GetStatusAsync(default)).Revision, (await again.GetStatusAsync(default)).CompactRevision));
        Assert.Equal(4, await again.PutAsync("a", "2"));
    }

    [Fact]
    public async Task A_second_opening_is_refused_with_the_reason()
    {
        await using var store = await OpenAsync();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync());
        Assert.Contains("in use by another process", error.Message);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_whole_and_reads_go_on()
    {
        await using var store = await OpenAsync(sizeMaxBytes: 400_000);
        await store.PutAsync("a", "1");
        await using var watch = new Watcher(store, Watch(2));
        var written = new List<string>();
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await store.CommitAsync(Always(Put($"k{i:000}", new string('x', 2000)), Put($"l{i:000}", new string('x', 2000))), default);
                written.Add($"k{i:000}");
            }
        });
        Assert.Contains("cannot write", error.Message);
        var revision = (await store.GetStatusAsync(default)).Revision;
        Assert.Equal(written.Count + 2, revision);
        Assert.Equal(written, (await store.ReadAsync("k", "l")).Items.Select(static i => Text(i.Key)));
        Assert.Equal(written.Count, (await store.ReadAsync("l", "m")).Count);
        Assert.Equal(written.Count * 2 + 1, (await watch.UntilAsync(revision)).Count);

        // With room again it goes on where it was.
        await store.DisposeAsync();
        await using var again = await OpenAsync();
        Assert.Equal(written, (await again.ReadAsync("k", "l")).Items.Select(static i => Text(i.Key)));
        var before = (await again.GetStatusAsync(default)).Revision;
        Assert.Equal(before + 1, await again.PutAsync("b", "1"));
    }

    [Fact]
    public async Task A_snapshot_opens_as_a_store_and_does_not_see_later_writes()
    {
        var copy = Directory.CreateDirectory(_folder.File("copy")).FullName;
        await using var store = await OpenAsync();
        await store.PutAsync("a", "1");
        await store.SnapshotAsync(Path.Combine(copy, "store.db"));
        await store.PutAsync("a", "2");
        await using var restored = await OpenAsync(copy);
        var read = await restored.ReadAsync("a");
        Assert.Equal(("a=1", 2L), (Show(read.Items), read.Revision));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.SnapshotAsync(Path.Combine(copy, "store.db")));
        Assert.Equal(4, await store.PutAsync("a", "3"));
    }

    [Fact]
    public async Task A_file_that_is_no_store_is_refused_with_the_reason()
    {
        Directory.CreateDirectory(_folder.File("store"));
        await File.WriteAllTextAsync(_folder.File("store/store.db"), new string('?', 10_000));
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync());
        Assert.Contains("store.db", error.Message);
        File.Delete(_folder.File("store/store.db"));
        await using var store = await OpenAsync();
        Assert.Equal(2, await store.PutAsync("a", "1"));
    }

    [Fact]
    public async Task A_damaged_page_is_refused_with_the_reason()
    {
        await using (var store = await OpenAsync())
        {
            for (var i = 0; i < 500; i++) { await store.PutAsync($"k{i}", new string('x', 500)); }
        }
        await using (var file = File.OpenWrite(_folder.File("store/store.db")))
        {
            file.Position = 4096 * 20;
            await file.WriteAsync(new byte[4096 * 4]);
        }
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => OpenAsync());
        Assert.Contains("damaged", error.Message);
    }

    [Fact]
    public async Task History_is_forgotten_after_its_time()
    {
        var time = new FakeTimeProvider();
        await using var store = await OpenAsync(time: time);
        await store.PutAsync("a", "1");
        await store.PutAsync("a", "2");
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while ((await store.GetStatusAsync(default)).CompactRevision == 0)
        {
            Assert.True(DateTime.UtcNow < deadline, "nothing was compacted");
            time.Advance(TimeSpan.FromSeconds(31));
            await Task.Yield();
        }
        Assert.Equal(3, (await store.GetStatusAsync(default)).CompactRevision);
        await Assert.ThrowsAsync<CompactedException>(async () => await store.ReadAsync("a", revision: 2));
        Assert.Equal("a=2", Show((await store.ReadAsync("a")).Items));
    }

    [Fact]
    public async Task A_splice_gets_the_revision_and_one_that_throws_is_its_writers_alone()
    {
        await using var store = await OpenAsync();
        var spliced = Always(Put("a", "v")) with { Splice = static (value, revision) => Bytes($"{Text(value)}@{revision}") };
        await store.CommitAsync(spliced, default);
        Assert.Equal("a=v@2", Show((await store.ReadAsync("a")).Items));
        var broken = Always(Put("a", "w"), Put("b", "w")) with { Splice = static (value, _) => Text(value) == "w" ? throw new FormatException("no") : value };
        var all = Enumerable.Range(0, 50).Select(async i =>
        {
            if (i % 2 == 1) { await store.PutAsync($"k{i}", "1"); }
            else { await Assert.ThrowsAsync<FormatException>(async () => await store.CommitAsync(broken, default)); }
        });
        await Task.WhenAll(all);
        Assert.Equal((25L, "a=v@2", 27L), ((await store.ReadAsync("k", "l")).Count, Show((await store.ReadAsync("a", "c")).Items), (await store.GetStatusAsync(default)).Revision));
    }

    [Fact]
    public async Task A_closed_store_refuses_writes()
    {
        var store = await OpenAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PutAsync("a", "1"));
    }
}
