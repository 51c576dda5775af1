using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace KubeSharp.Bootstrap.Local;

/// <summary>The cluster's server process as seen from outside: it holds a lock file as long as it lives.</summary>
public sealed class ServerProcess(string program, TimeProvider time)
{
    /// <summary>What a server may take to end before it is killed.</summary>
    public const int StopMaxSeconds = 30;
    private const int Terminate = 15;
    private const int Kill = 9;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Its process id; null where it does not run, however it ended.</summary>
    public static int? Running(LocalCluster cluster)
    {
        if (!File.Exists(cluster.ServerLock)) { return null; }
        try
        {
            using var free = new FileStream(cluster.ServerLock, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (FileNotFoundException) { return null; }
        catch (IOException) { return ReadId(cluster.ServerPid); }
    }

    /// <summary>Starts it, detached, and passes on each line of its report until it is ready.</summary>
    /// <exception cref="LocalClusterException">It failed, with what it said.</exception>
    public async Task StartAsync(LocalCluster cluster, Action<string> step, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["server", "--cluster", cluster.Folder, "--detach"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        }) ?? throw new LocalClusterException($"{program} cannot be started");
        while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line == "ready") { return; }
            if (line.StartsWith("step ", StringComparison.Ordinal)) { step(line[5..]); }
            else if (line.StartsWith("fail ", StringComparison.Ordinal)) { throw new LocalClusterException(line[5..]); }
        }
        throw new LocalClusterException($"the server process ended: {LastLine(cluster.ServerLog)}; its log is {cluster.ServerLog}");
    }

    /// <summary>Ends it: asks, waits, kills. Not running is no error.</summary>
    public async Task StopAsync(LocalCluster cluster, CancellationToken cancellation)
    {
        if (Running(cluster) is not { } id) { return; }
        _ = Signal(id, Terminate);
        if (await EndsAsync(cluster, TimeSpan.FromSeconds(StopMaxSeconds), cancellation).ConfigureAwait(false)) { return; }
        _ = Signal(id, Kill);
        if (!await EndsAsync(cluster, TimeSpan.FromSeconds(StopMaxSeconds), cancellation).ConfigureAwait(false)) { throw new LocalClusterException($"process {id} cannot be ended"); }
    }

    private async Task<bool> EndsAsync(LocalCluster cluster, TimeSpan limit, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        while (Running(cluster) is not null)
        {
            if (time.GetElapsedTime(begin) > limit) { return false; }
            await Task.Delay(_lookEvery, time, cancellation).ConfigureAwait(false);
        }
        return true;
    }

    private static int? ReadId(string path) =>
        File.Exists(path) && int.TryParse(File.ReadAllText(path).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    private static string LastLine(string path) => File.Exists(path) ? File.ReadLines(path).LastOrDefault(static l => l.Length > 0) ?? "it said nothing" : "it said nothing";
}
