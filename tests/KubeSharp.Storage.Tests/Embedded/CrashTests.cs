using System.Diagnostics;
using System.Globalization;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Kit;
using static KubeSharp.Storage.Kit.Words;

namespace KubeSharp.Storage.Tests.Embedded;

/// <summary>A process that writes is killed with SIGKILL again and again; what it was told is written must be there.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Kills = 6;
    private const int AcknowledgedMax = 3_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public async Task Killed_at_any_moment_it_loses_nothing_acknowledged(int writers)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var acknowledged = new Dictionary<string, long>();
        var newest = 1L;
        for (var run = 0; run < Kills; run++)
        {
            var lines = await WriteUntilKilledAsync(writers, $"{run}", random.Next(1, AcknowledgedMax));
            foreach (var (key, revision) in lines)
            {
                Assert.True(revision > newest, $"seed {seed}: revision {revision} came after {newest} had been seen");
                acknowledged.Add(key, revision);
            }
            await using var store = await OpenAsync();
            var all = await store.ReadAsync("0", ":");
            var found = all.Items.ToDictionary(static i => Text(i.Key));
            foreach (var (key, revision) in acknowledged)
            {
                Assert.True(found.TryGetValue(key, out var item), $"seed {seed}, run {run}: {key} was acknowledged at {revision} and is lost");
                Assert.Equal((revision, 1L, key), (item.ModRevision, item.Version, Text(item.Value).TrimEnd('.')));
            }
            Assert.True(all.Revision >= acknowledged.Values.Max());
            newest = all.Revision;
        }
    }

    [Fact]
    public async Task A_log_cut_off_anywhere_opens_with_a_whole_prefix()
    {
        await WriteUntilKilledAsync(4, "0", 2_000);
        var (random, log) = (new Random(7), await File.ReadAllBytesAsync(_folder.File("store.db-wal")));
        Assert.True(log.Length > 100_000, "the log is not where it is looked for");
        for (var cut = 0; cut < 5; cut++)
        {
            var folder = Directory.CreateDirectory(_folder.File($"cut{cut}")).FullName;
            File.Copy(_folder.File("store.db"), Path.Combine(folder, "store.db"));
            var length = random.Next(50_000, log.Length);
            await File.WriteAllBytesAsync(Path.Combine(folder, "store.db-wal"), log[..length]);
            await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = folder }, TimeProvider.System, default);
            var all = await store.ReadAsync("0", ":");
            Assert.Equal(Enumerable.Range(2, all.Items.Count).Select(static r => (long)r), all.Items.Select(static i => i.ModRevision).Order());
            Assert.Equal(all.Items.Count + 1, all.Revision);
            Assert.Equal(all.Revision + 1, await store.PutAsync("x", "1"));
        }
    }

    private Task<EmbeddedStore> OpenAsync() => EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = _folder.Path }, TimeProvider.System, default).AsTask();

    // The lines that came out whole before it died.
    private async Task<List<(string Key, long Revision)>> WriteUntilKilledAsync(int writers, string run, int killAfterLines)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "KubeSharp.Storage.Writer.dll"), _folder.Path, $"{writers}", run])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var lines = new List<(string, long)>();
        var text = "";
        var buffer = new char[4096];
        try
        {
            while (await process.StandardOutput.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(60)) is var read and > 0)
            {
                text += new string(buffer, 0, read);
                var whole = text.Split('\n');
                text = whole[^1];
                lines.AddRange(whole[..^1].Select(static l => l.Split(' ')).Select(static l => (l[0], long.Parse(l[1], CultureInfo.InvariantCulture))));
                if (lines.Count >= killAfterLines) { process.Kill(); }
            }
        }
        finally
        {
            if (!process.HasExited) { process.Kill(); }
            await process.WaitForExitAsync();
        }
        Assert.True(lines.Count >= killAfterLines, $"the writer ended by itself after {lines.Count} writes");
        return lines;
    }
}
