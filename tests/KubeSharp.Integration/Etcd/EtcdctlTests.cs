using System.Diagnostics;
using System.Net;
using KubeSharp.Storage.Embedded;
using KubeSharp.Storage.Facade;

namespace KubeSharp.Integration.Tests.Etcd;

/// <summary>The real etcdctl on the embedded store.</summary>
public sealed class EtcdctlTests : IAsyncLifetime
{
    private const string Installed = "/usr/local/lib/kubesharp/bin/etcdctl";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kubesharp-facade-");
    private EmbeddedStore _store = null!;
    private EtcdFacade _facade = null!;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Installed), $"{Installed} is missing: run eng/setup.sh --test");
        _store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = Path.Combine(_folder.FullName, "data") }, TimeProvider.System, default);
        _facade = await EtcdFacade.StartAsync(_store, new EtcdFacadeOptions(new IPEndPoint(IPAddress.Loopback, 0)), default);
    }

    public async Task DisposeAsync()
    {
        await _facade.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Keys_are_put_read_and_deleted()
    {
        foreach (var key in new[] { "a/1", "a/2", "a/3", "b" }) { Assert.Equal("OK\n", await RunAsync("put", key, "v" + key)); }
        Assert.Equal("b\nvb\n", await RunAsync("get", "b"));
        Assert.Equal("a/1\n\na/2\n\na/3\n\n", await RunAsync("get", "a/", "--prefix", "--keys-only"));
        Assert.Equal("a/3\nva/3\n", await RunAsync("get", "a/", "--prefix", "--sort-by=CREATE", "--order=DESCEND", "--limit=1"));
        await RunAsync("put", "b", "v2");
        Assert.Equal("v2\n", await RunAsync("get", "b", "--print-value-only"));
        Assert.Equal("vb\n", await RunAsync("get", "b", "--rev=5", "--print-value-only"));
        Assert.Equal("3\n", await RunAsync("del", "a/", "--prefix"));
        Assert.Equal("", await RunAsync("get", "a/", "--prefix"));
    }

    [Fact]
    public async Task A_transaction_takes_one_of_its_branches()
    {
        await RunAsync("put", "k", "old");
        const string Transaction = "value(\"k\") = \"old\"\n\nput k new\n\nput k other\n\n";
        Assert.StartsWith("SUCCESS", await RunWithInputAsync(Transaction, ["txn"]), StringComparison.Ordinal);
        Assert.Equal("new\n", await RunAsync("get", "k", "--print-value-only"));
        Assert.StartsWith("FAILURE", await RunWithInputAsync(Transaction, ["txn"]), StringComparison.Ordinal);
        Assert.Equal("other\n", await RunAsync("get", "k", "--print-value-only"));
    }

    [Fact]
    public async Task A_watch_tells_what_was_and_what_comes()
    {
        await RunAsync("put", "w", "1");
        using var watch = Start("watch", "w", "--rev=2");
        Assert.Equal(["PUT", "w", "1"], await LinesAsync(watch, 3));
        await RunAsync("put", "w", "2");
        await RunAsync("del", "w");
        Assert.Equal(["PUT", "w", "2", "DELETE", "w"], await LinesAsync(watch, 5));
        watch.Kill();
        await watch.WaitForExitAsync();
    }

    [Fact]
    public async Task A_lease_binds_keys_and_takes_them_with_it()
    {
        var granted = await RunAsync("lease", "grant", "600");
        var id = granted.Split(' ')[1];
        Assert.Contains("granted with TTL(600s)", granted, StringComparison.Ordinal);
        Assert.Equal("OK\n", await RunAsync("put", "leased", "v", "--lease=" + id));
        Assert.Contains("attached keys([leased])", await RunAsync("lease", "timetolive", id, "--keys"), StringComparison.Ordinal);
        Assert.Contains(id, await RunAsync("lease", "list"), StringComparison.Ordinal);
        Assert.Contains("keepalived with TTL(600)", await RunAsync("lease", "keep-alive", "--once", id), StringComparison.Ordinal);
        Assert.Contains("revoked", await RunAsync("lease", "revoke", id), StringComparison.Ordinal);
        Assert.Equal("", await RunAsync("get", "leased"));
    }

    [Fact]
    public async Task History_is_compacted_and_what_is_gone_is_told()
    {
        await RunAsync("put", "c", "1");
        await RunAsync("put", "c", "2");
        Assert.Contains("compacted revision 3", await RunAsync("compact", "3"), StringComparison.Ordinal);
        var (code, _, error) = await FinishAsync(Start("get", "c", "--rev=2"), "");
        Assert.NotEqual(0, code);
        Assert.Contains("required revision has been compacted", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_is_a_store_again()
    {
        await RunAsync("put", "s", "kept");
        var path = Path.Combine(_folder.FullName, "snapshot.db");
        await RunAsync("snapshot", "save", path);
        var (_, output, errors) = await FinishAsync(Start("endpoint", "health"), "");
        Assert.Contains("is healthy", output + errors, StringComparison.Ordinal);
        var restored = Directory.CreateDirectory(Path.Combine(_folder.FullName, "restored"));
        // The hash that clients check stands behind the file.
        await File.WriteAllBytesAsync(Path.Combine(restored.FullName, "store.db"), (await File.ReadAllBytesAsync(path))[..^32]);
        await using var store = await EmbeddedStore.OpenAsync(new EmbeddedStoreOptions { Folder = restored.FullName }, TimeProvider.System, default);
        Assert.Equal("kept"u8.ToArray(), (await store.RangeAsync(new("s"u8.ToArray()), default)).Items.Single().Value.ToArray());
    }

    [Fact]
    public async Task A_put_keeps_the_value_or_the_lease_that_is_there()
    {
        var id = (await RunAsync("lease", "grant", "600")).Split(' ')[1];
        await RunAsync("put", "kept", "v", "--lease=" + id);
        Assert.Equal("OK\n", await RunAsync("put", "kept", "w", "--ignore-lease"));
        Assert.Contains("attached keys([kept])", await RunAsync("lease", "timetolive", id, "--keys"), StringComparison.Ordinal);
        Assert.Equal("OK\n", await RunAsync("put", "kept", "--ignore-value"));
        Assert.Equal("w\n", await RunAsync("get", "kept", "--print-value-only"));
        var (code, _, error) = await FinishAsync(Start("put", "missing", "--ignore-value"), "");
        Assert.NotEqual(0, code);
        Assert.Contains("key not found", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_compacted_is_given_back_to_the_disk()
    {
        var filling = new string('x', 100_000);
        for (var i = 0; i < 40; i++) { await RunAsync("put", "d", filling + i); }
        var before = (await _store.GetStatusAsync(default)).SizeBytes;
        await RunAsync("compact", "41");
        Assert.Contains("Finished defragmenting", await RunAsync("defrag"), StringComparison.Ordinal);
        Assert.InRange((await _store.GetStatusAsync(default)).SizeBytes, 0, before / 2);
        Assert.Equal(filling + "39\n", await RunAsync("get", "d", "--print-value-only"));
    }

    [Fact]
    public async Task A_hash_tells_whether_two_revisions_hold_the_same()
    {
        await RunAsync("put", "h", "1");
        var first = await RunAsync("endpoint", "hashkv");
        Assert.Equal(first, await RunAsync("endpoint", "hashkv"));
        await RunAsync("put", "h", "2");
        Assert.NotEqual(first, await RunAsync("endpoint", "hashkv"));
    }

    [Fact]
    public async Task Of_users_and_roles_there_are_none()
    {
        Assert.Contains("Authentication Status: false", await RunAsync("auth", "status"), StringComparison.Ordinal);
        Assert.Equal("", await RunAsync("user", "list"));
        Assert.Equal("", await RunAsync("role", "list"));
        var (code, _, error) = await FinishAsync(Start("auth", "enable", "--command-timeout=3s"), "");
        Assert.NotEqual(0, code);
        Assert.Contains("root user does not exist", error, StringComparison.Ordinal);
        (code, _, error) = await FinishAsync(Start("user", "add", "ann", "--no-password"), "");
        Assert.NotEqual(0, code);
        Assert.Contains("no users of its own", error, StringComparison.Ordinal);
    }

    private Task<string> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    private async Task<string> RunWithInputAsync(string input, string[] arguments)
    {
        var (code, output, error) = await FinishAsync(Start(arguments), input);
        Assert.True(code == 0, $"etcdctl {string.Join(' ', arguments)}: {error}");
        return output;
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Installed, [.. arguments, "--endpoints", _facade.Endpoint.ToString()]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ETCDCTL_API"] = "3";
        return Process.Start(start)!;
    }

    private static async Task<(int Code, string Output, string Error)> FinishAsync(Process process, string input)
    {
        using var patience = new CancellationTokenSource(_patience);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        var result = (process.ExitCode, await output, await error);
        process.Dispose();
        return result;
    }

    private static async Task<string[]> LinesAsync(Process process, int count)
    {
        using var patience = new CancellationTokenSource(_patience);
        var lines = new List<string>();
        while (lines.Count < count)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new EndOfStreamException(string.Join('\n', lines));
            if (line.Length > 0) { lines.Add(line); }
        }
        return [.. lines];
    }
}
