using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Bootstrap.Local;

/// <summary>A process of ours that outlives who starts it, as seen from outside: it holds a lock file as long as it lives, and tells its starter how far it is.</summary>
public sealed class DetachedProcess(TimeProvider time)
{
    /// <summary>What it may take to end before it is killed.</summary>
    public const int StopMaxSeconds = 30;
    private const int Terminate = 15;
    private const int Kill = 9;
    private const int CorpseLooksMax = 250;
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>The process id of who holds the lock; null where nobody does, however it ended.</summary>
    public static int? Running(string lockFile) => IsHeld(lockFile) ? ReadId(Path.ChangeExtension(lockFile, ".pid")) : null;

    /// <summary>Waits for who was killed and is not quite gone: its threads end one after the other, and the lock is free with the last of them. At most five seconds.</summary>
    public static async Task SettleAsync(string lockFile, TimeProvider time, CancellationToken cancellation)
    {
        for (var looks = 0; looks < CorpseLooksMax && Running(lockFile) is { } id && ProcessIdentity.Of(id) is null; looks++) { await Task.Delay(_lookEvery, time, cancellation).ConfigureAwait(false); }
    }

    /// <summary>Starts a program and passes on each line of its report until it is ready.</summary>
    /// <exception cref="LocalClusterException">It failed, with what it said.</exception>
    public async Task StartAsync(IReadOnlyList<string> words, string what, string log, Action<string> step, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        // Nothing of ours stays open in it: who reads our own output would wait for its end, too.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" 2>>\"$log\" </dev/null", "sh", log, .. words])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        }) ?? throw new LocalClusterException($"{words[0]} cannot be started");
        while (await process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line == "ready") { return; }
            if (line.StartsWith("step ", StringComparison.Ordinal)) { step(line[5..]); }
            else if (line.StartsWith("fail ", StringComparison.Ordinal)) { throw new LocalClusterException(line[5..]); }
        }
        throw new LocalClusterException($"{what} ended: {LastLine(log)}; its log is {log}");
    }

    /// <summary>Ends who holds the lock: asks, waits, kills. Not running is no error.</summary>
    /// <exception cref="LocalClusterException">It does not end.</exception>
    public async Task StopAsync(string lockFile, CancellationToken cancellation)
    {
        if (Running(lockFile) is not { } id) { return; }
        _ = Signal(id, Terminate);
        if (await EndsAsync(lockFile, cancellation).ConfigureAwait(false)) { return; }
        _ = Signal(id, Kill);
        if (!await EndsAsync(lockFile, cancellation).ConfigureAwait(false)) { throw new LocalClusterException($"process {id} cannot be ended"); }
    }

    private static bool IsHeld(string lockFile)
    {
        if (!File.Exists(lockFile)) { return false; }
        try
        {
            using var free = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException) { return false; }
        catch (IOException) { return true; }
    }

    private async Task<bool> EndsAsync(string lockFile, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        while (Running(lockFile) is not null)
        {
            if (time.GetElapsedTime(begin) > TimeSpan.FromSeconds(StopMaxSeconds)) { return false; }
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
