using System.Diagnostics;
using System.Net.Sockets;

namespace KubeSharp.Integration.Tests.Docker;

/// <summary>A Docker Engine of its own: no network of its own, all its files in one folder; a machine's engine, if there is one, never notices.</summary>
public sealed class DockerDaemon : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ksd-").FullName;
    private Process? _daemon;

    /// <summary>Its socket.</summary>
    public string Socket => Path.Combine(_folder, "docker.sock");

    /// <summary>Its process.</summary>
    public int ProcessId => _daemon!.Id;

    /// <summary>Starts it, again where it has been killed, and returns when it listens.</summary>
    /// <param name="outlived">Containers go on when it ends (its live-restore).</param>
    public async Task StartAsync(bool outlived = true)
    {
        Assert.True(File.Exists("/usr/sbin/dockerd"), "dockerd is missing: apt-get install --no-install-recommends docker.io (or: eng/setup.sh --test)");
        await File.WriteAllTextAsync(Path.Combine(_folder, "daemon.json"), $$"""
            {"data-root":"{{_folder}}/data","exec-root":"{{_folder}}/exec","pidfile":"{{_folder}}/pid","hosts":["unix://{{Socket}}"],"iptables":false,"ip6tables":false,
             "bridge":"none","ip-forward":false,"live-restore":{{(outlived ? "true" : "false")}},"log-level":"warn"}
            """);
        // Its containerd dies with it; where nobody reaps the dead soon, the next one would wait for that one to answer.
        File.Delete(Path.Combine(_folder, "pid"));
        if (Directory.Exists(Path.Combine(_folder, "exec"))) { File.Delete(Path.Combine(_folder, "exec", "containerd", "containerd.pid")); }
        File.Delete(Socket);
        _daemon = Process.Start("/bin/sh", ["-c", "exec /usr/sbin/dockerd --config-file \"$0/daemon.json\" >>\"$0/log\" 2>&1 </dev/null", _folder]);
        for (var limit = Stopwatch.StartNew(); !await AnswersAsync(); await Task.Delay(20))
        {
            if (limit.Elapsed > TimeSpan.FromMinutes(2) || _daemon.HasExited) { Assert.Fail($"dockerd does not answer: {await File.ReadAllTextAsync(Path.Combine(_folder, "log"))}"); }
        }
    }

    /// <summary>Kills it, not its containers.</summary>
    public async Task KillAsync()
    {
        _daemon!.Kill();
        await _daemon.WaitForExitAsync();
    }

    /// <summary>What the engine lists of all containers.</summary>
    public Task<string> ContainersAsync() => GetAsync("/containers/json?all=1");

    /// <summary>What the engine answers.</summary>
    public async Task<string> GetAsync(string path)
    {
        using var client = Client();
        return await client.GetStringAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_daemon is { HasExited: false })
        {
            // It ends what it began, its containerd among it.
            using var ending = Process.Start("/bin/kill", ["-TERM", ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _daemon.WaitForExitAsync();
        }
        _daemon?.Dispose();
        foreach (var mount in File.ReadLines("/proc/mounts").Select(static l => l.Split(' ')[1]).Where(m => m.StartsWith(_folder, StringComparison.Ordinal)).Reverse().ToList())
        {
            using var unmount = Process.Start("/bin/umount", ["-l", mount]);
            await unmount.WaitForExitAsync();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try { return await GetAsync("/_ping") == "OK"; }
        catch (HttpRequestException) { return false; }
    }

    private HttpClient Client() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://docker") };
}
