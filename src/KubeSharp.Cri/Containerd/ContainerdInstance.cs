using System.Diagnostics;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Containerd;

/// <summary>
/// A containerd of our own, which nothing else on the machine notices. It is started detached, so it and its containers outlive this process,
/// and a later process adopts it by the file that names it. It has one owner at a time.
/// </summary>
public sealed class ContainerdInstance : IAsyncDisposable
{
    private const long LogMaxBytes = 16 * 1024 * 1024;
    private const int LogTailMaxLines = 5;

    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BackOffMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromSeconds(30);

    private readonly ContainerdOptions options;
    private readonly ContainerdPaths paths;
    private readonly TimeProvider time;
    private readonly CriClient client;
    // Held while starting, stopping, deleting; nothing else is locked within.
    private readonly SemaphoreSlim gate = new(1, 1);

    public ContainerdInstance(ContainerdOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        paths = new ContainerdPaths(options);
        client = new CriClient(paths.Socket, time: time, calls: options.Calls);
    }

    /// <summary>Where it listens: CRI and containerd's own API.</summary>
    public string SocketPath => paths.Socket;

    /// <summary>A client for it, owned by this instance.</summary>
    public IContainerRuntime Runtime => client;

    /// <summary>Its own log: only warnings and errors.</summary>
    public string LogPath => paths.Log;

    /// <summary>Its process, or null when it does not run.</summary>
    public ProcessIdentity? Process =>
        File.Exists(paths.ProcessFile) && ProcessIdentity.Parse(File.ReadAllText(paths.ProcessFile)) is { IsAlive: true } process ? process : null;

    /// <summary>Starts it, or adopts it when it runs already, and returns when it answers. It is started anew when its configuration changed.</summary>
    /// <returns>True when it was running already.</returns>
    /// <exception cref="ContainerdException">It cannot be started: missing, or it ended at once.</exception>
    public async Task<bool> EnsureRunningAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await EnsureRunningLockedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Keeps it running until cancelled, then leaves it as it is. Every death is followed by a start, with growing pauses when they fail.</summary>
    /// <param name="started">Called after each start, not after an adoption.</param>
    /// <param name="failed">Called with what went wrong when a start fails.</param>
    public async Task RunAsync(Action started, Action<ContainerdException> failed, CancellationToken cancellationToken)
    {
        var backOff = BackOffMin;
        while (true)
        {
            try
            {
                if (!await EnsureRunningAsync(cancellationToken).ConfigureAwait(false))
                    started();
                backOff = BackOffMin;
                while (Process is not null)
                    await Task.Delay(WatchInterval, time, cancellationToken).ConfigureAwait(false);
            }
            catch (ContainerdException failure)
            {
                failed(failure);
                await Task.Delay(backOff, time, cancellationToken).ConfigureAwait(false);
                backOff = backOff * 2 < BackOffMax ? backOff * 2 : BackOffMax;
            }
        }
    }

    /// <summary>Ends containerd; the containers go on and are found again at the next start. Not running is no error.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await StopLockedAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops and removes every pod, leaving containerd and its images.</summary>
    public Task RemovePodsAsync(CancellationToken cancellationToken) => ContainerdRemoval.RemovePodsAsync(client, cancellationToken);

    /// <summary>
    /// Removes everything: pods, processes, mounts, cgroups, the folder. Pods are removed in an orderly way, so that the network plug-ins give
    /// back what they hold (their configuration must still be there); what resists is removed by force. Being gone is no error.
    /// </summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!Directory.Exists(options.Folder))
                return;
            await RemovePodsIfPossibleAsync(cancellationToken).ConfigureAwait(false);
            await StopLockedAsync(cancellationToken).ConfigureAwait(false);
            await ContainerdRemoval.RemoveLeftoversAsync(options, paths, time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync().ConfigureAwait(false);
        gate.Dispose();
    }

    private async Task<bool> EnsureRunningLockedAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        Directory.CreateDirectory(options.CniConfigurationFolder ?? paths.Cni);
        var configuration = ContainerdConfiguration.Write(options, CniBinaryFolder(), HostFacts.Read(options.Folder));
        var unchanged = File.Exists(paths.Configuration) && await File.ReadAllTextAsync(paths.Configuration, cancellationToken).ConfigureAwait(false) == configuration;
        if (Process is { } running)
        {
            if (unchanged && await AnswersAsync(running, AnswerLimit, cancellationToken).ConfigureAwait(false))
                return true;
            await StopLockedAsync(cancellationToken).ConfigureAwait(false);
        }
        await File.WriteAllTextAsync(paths.Configuration, configuration, cancellationToken).ConfigureAwait(false);
        var process = Start();
        await File.WriteAllTextAsync(paths.ProcessFile, process.ToString(), cancellationToken).ConfigureAwait(false);
        if (await AnswersAsync(process, options.StartLimit, cancellationToken).ConfigureAwait(false))
            return false;
        var alive = process.IsAlive;
        await StopLockedAsync(cancellationToken).ConfigureAwait(false);
        throw new ContainerdException(alive
            ? $"containerd did not answer within {options.StartLimit.TotalSeconds} s; its log is {paths.Log}"
            : $"containerd ended at once: {LogTail()}");
    }

    private string CniBinaryFolder() => options.CniBinaryFolders.FirstOrDefault(Directory.Exists)
        ?? throw new ContainerdException(
            $"no network plug-ins found in {string.Join(", ", options.CniBinaryFolders)}: install them (Debian, Ubuntu: apt-get install containernetworking-plugins)");

    private ProcessIdentity Start()
    {
        if (File.Exists(paths.Log) && new FileInfo(paths.Log).Length > LogMaxBytes)
            File.Move(paths.Log, paths.Log + ".old", overwrite: true);
        // Every program here replaces itself by the next one, so the process we start is containerd in the end.
        List<string> command = [.. options.Namespaces.EnterCommand, "setsid", options.Program, "--config", paths.Configuration];
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "command -v \"$1\" >/dev/null || { echo \"$1 is not installed (Debian, Ubuntu: apt-get install containerd)\" >>\"$2\"; exit 127; }; log=$2; shift 2; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", options.Program, paths.Log },
            WorkingDirectory = "/",
        };
        foreach (var word in command)
            start.ArgumentList.Add(word);
        start.Environment.Remove("NOTIFY_SOCKET");
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/local/sbin:/usr/sbin:/sbin";
        using var process = System.Diagnostics.Process.Start(start)!;
        return ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, 0);
    }

    private async Task<bool> AnswersAsync(ProcessIdentity process, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        await using var asking = new CriClient(paths.Socket, new CriDeadlines { Call = AnswerLimit }, time);
        while (time.GetElapsedTime(began) < limit && process.IsAlive)
        {
            try
            {
                await asking.VersionAsync(new V1.VersionRequest(), cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (CriException)
            {
                await Task.Delay(AskInterval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        return false;
    }

    private async Task StopLockedAsync(CancellationToken cancellationToken)
    {
        if (Process is { } process)
        {
            process.Signal(NativeMethods.SignalTerminate);
            if (!await EndsAsync(process, options.StopLimit, cancellationToken).ConfigureAwait(false))
            {
                process.Signal(NativeMethods.SignalKill);
                await EndsAsync(process, options.StopLimit, cancellationToken).ConfigureAwait(false);
            }
        }
        File.Delete(paths.ProcessFile);
        File.Delete(paths.Socket);
        File.Delete(paths.Socket + ".ttrpc");
    }

    private async Task<bool> EndsAsync(ProcessIdentity process, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (process.IsAlive)
        {
            if (time.GetElapsedTime(began) > limit)
                return false;
            await Task.Delay(AskInterval, time, cancellationToken).ConfigureAwait(false);
        }
        return true;
    }

    private async Task RemovePodsIfPossibleAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Process is null && !Directory.Exists(paths.Root))
                return;
            await EnsureRunningLockedAsync(cancellationToken).ConfigureAwait(false);
            await ContainerdRemoval.RemovePodsAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CriException or ContainerdException)
        {
            // What is left goes by force.
        }
    }

    private string LogTail() => File.Exists(paths.Log) ? string.Join(" | ", File.ReadLines(paths.Log).TakeLast(LogTailMaxLines)) : "it said nothing";
}
