using System.Globalization;
using KubeSharp.Cri.Processes;
using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Containerd;

/// <summary>Takes away what an instance leaves: in order while containerd answers, by force when it is gone.</summary>
internal static class ContainerdRemoval
{
    private const int RemovalsAtOnceMax = 16;

    private static readonly TimeSpan PodsLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KilledLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Stops and removes every pod.</summary>
    /// <exception cref="CriException">A pod resists, or it takes longer than a minute.</exception>
    public static async Task RemovePodsAsync(IContainerRuntime runtime, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(PodsLimit);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = RemovalsAtOnceMax, CancellationToken = limited.Token };
        try
        {
            var pods = await runtime.ListPodSandboxAsync(new ListPodSandboxRequest(), limited.Token).ConfigureAwait(false);
            await Parallel.ForEachAsync(pods.Items, parallel, async (pod, token) =>
            {
                await runtime.StopPodSandboxAsync(new StopPodSandboxRequest { PodSandboxId = pod.Id }, token).ConfigureAwait(false);
                await runtime.RemovePodSandboxAsync(new RemovePodSandboxRequest { PodSandboxId = pod.Id }, token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CriException(CriError.DeadlineExceeded, "RemovePodSandbox", null, $"removing all pods took longer than {PodsLimit.TotalSeconds} s");
        }
    }

    /// <summary>Kills shims and containers, takes the mounts away, removes cgroups and the folder. containerd must have ended.</summary>
    public static async Task RemoveLeftoversAsync(ContainerdOptions options, ContainerdPaths paths, TimeProvider time, CancellationToken cancellationToken)
    {
        var shims = ShimsOf(paths.Socket);
        var tasks = TaskFolders(paths).ToList();
        var containers = tasks.Select(InitOf).OfType<ProcessIdentity>().ToList();
        var cgroups = tasks.SelectMany(CgroupsOf).Distinct().ToList();
        var pods = options.CgroupParent is { } parent ? CgroupTree.Processes(parent).Select(ProcessIdentity.Of).OfType<ProcessIdentity>() : [];
        // Shims last: a dying shim would clean up by programs of its own.
        List<ProcessIdentity> doomed = [.. containers, .. pods, .. shims];
        foreach (var process in doomed)
            process.Signal(NativeMethods.SignalKill);
        var began = time.GetTimestamp();
        while (doomed.Any(process => process.IsAlive) && time.GetElapsedTime(began) < KilledLimit)
            await Task.Delay(AskInterval, time, cancellationToken).ConfigureAwait(false);

        foreach (var socket in tasks.Select(ShimSocketOf).OfType<string>())
            File.Delete(socket);
        foreach (var mount in MountTable.Below(paths.State).Concat(MountTable.Below(options.Folder)))
            NativeMethods.Unmount(mount);
        foreach (var cgroup in cgroups)
            CgroupTree.Remove(cgroup);
        if (options.CgroupParent is { } cgroupParent)
            CgroupTree.Remove(cgroupParent);
        RemoveFolder(paths.State);
        RemoveFolder(options.Folder);
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ContainerdException($"cannot remove {folder}: {failure.Message}", failure);
        }
    }

    // A shim bears its containerd's socket in its arguments.
    private static List<ProcessIdentity> ShimsOf(string socket)
    {
        var found = new List<ProcessIdentity>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                continue;
            var arguments = ReadOrEmpty(Path.Combine(folder, "cmdline")).Split('\0');
            if (Path.GetFileName(arguments[0]).StartsWith("containerd-shim", StringComparison.Ordinal) && arguments.Contains(socket)
                && ProcessIdentity.Of(id) is { } shim)
                found.Add(shim);
        }
        return found;
    }

    private static IEnumerable<string> TaskFolders(ContainerdPaths paths) => Directory.Exists(paths.Tasks)
        ? Directory.EnumerateDirectories(paths.Tasks).SelectMany(Directory.EnumerateDirectories)
        : [];

    private static ProcessIdentity? InitOf(string task) =>
        int.TryParse(ReadOrEmpty(Path.Combine(task, "init.pid")), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && BelongsTo(id, task)
            ? ProcessIdentity.Of(id)
            : null;

    // After a restart of the machine the file may name anybody: the container's own id is the last part of its cgroups.
    private static bool BelongsTo(int processId, string task) =>
        ReadOrEmpty($"/proc/{processId}/cgroup").Contains("/" + Path.GetFileName(task), StringComparison.Ordinal);

    // Only the groups that are the container's alone: in some hierarchies it may sit in its parent's.
    private static IEnumerable<string> CgroupsOf(string task) => InitOf(task) is { } process
        ? ReadOrEmpty($"/proc/{process.Id}/cgroup")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[(line.LastIndexOf(':') + 1)..])
            .Where(path => path.EndsWith("/" + Path.GetFileName(task), StringComparison.Ordinal))
        : [];

    private static string? ShimSocketOf(string task)
    {
        const string Scheme = "unix://";
        var address = ReadOrEmpty(Path.Combine(task, "address")).Trim();
        return address.StartsWith(Scheme + "/run/containerd/s/", StringComparison.Ordinal) ? address[Scheme.Length..] : null;
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
