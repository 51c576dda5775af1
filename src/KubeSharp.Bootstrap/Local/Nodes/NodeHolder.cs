using System.Diagnostics;
using System.Globalization;
using KubeSharp.Cri.Containerd;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Bootstrap.Local.Nodes;

/// <summary>
/// The process that keeps a worker's namespaces: network, mounts, host name. It does nothing else, so that the node's agent and containerd may
/// die and be started again in the same node.
/// </summary>
internal sealed class NodeHolder(WorkerNode node, TimeProvider time)
{
    private const int StartMaxSeconds = 10, LookMilliseconds = 5;
    // What is mounted in the node stays in it; within the node mounts propagate, as volumes want it; /run holds sockets that every node has under the same name.
    private const string Script = """
        mount --make-rprivate / && mount --make-rshared / && mount -t tmpfs -o mode=755 kubesharp /run &&
        echo "$1" >/proc/sys/kernel/hostname && ip link set lo up && echo ready >"$2" && exec sleep infinity
        """;

    /// <summary>The process; null where it does not run.</summary>
    public ProcessIdentity? Process => File.Exists(node.HolderFile) && ProcessIdentity.Parse(File.ReadAllText(node.HolderFile)) is { IsAlive: true } process ? process : null;

    /// <summary>Its namespaces; the machine's own where it does not run.</summary>
    public NodeNamespaces Namespaces => Process is { } process ? Of(process.Id) : new();

    /// <summary>The words put before a command to run it in the node.</summary>
    public static IReadOnlyList<string> Enter(ProcessIdentity process) =>
        ["nsenter", .. new[] { "net", "mnt", "uts" }.Zip(["--net", "--mount", "--uts"], (kind, option) => string.Create(CultureInfo.InvariantCulture, $"{option}=/proc/{process.Id}/ns/{kind}")), "--"];

    /// <summary>Starts it where it does not run.</summary>
    /// <exception cref="LocalClusterException">It ended at once.</exception>
    public async Task<ProcessIdentity> EnsureAsync(CancellationToken cancellation)
    {
        if (Process is { } there) { return there; }
        Directory.CreateDirectory(node.Folder);
        var (ready, log) = (node.HolderFile + ".ready", Path.Combine(node.Folder, "holder.log"));
        File.Delete(ready);
        var start = new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, "unshare", "--net", "--mount", "--uts", "--propagation", "private", "setsid", "/bin/sh", "-c", Script, "kubesharp-node", node.Name, ready },
            WorkingDirectory = "/",
        };
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:/usr/local/sbin:/usr/sbin:/sbin";
        using var started = System.Diagnostics.Process.Start(start)!;
        var begin = time.GetTimestamp();
        while (!File.Exists(ready))
        {
            if (started.HasExited || time.GetElapsedTime(begin) > TimeSpan.FromSeconds(StartMaxSeconds))
            {
                throw new LocalClusterException($"the namespaces of node {node.Name} cannot be made: {(File.Exists(log) ? File.ReadAllText(log).Trim() : "no reason given")}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(LookMilliseconds), time, cancellation).ConfigureAwait(false);
        }
        File.Delete(ready);
        var identity = ProcessIdentity.Of(started.Id) ?? throw new LocalClusterException($"the holder of node {node.Name} ended at once");
        await File.WriteAllTextAsync(node.HolderFile, identity.ToString(), cancellation).ConfigureAwait(false);
        return identity;
    }

    /// <summary>Ends it; with the last process in them its namespaces go. Not running is no error.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (Process is { } process)
        {
            process.Kill();
            while (process.IsAlive) { await Task.Delay(TimeSpan.FromMilliseconds(LookMilliseconds), time, cancellation).ConfigureAwait(false); }
        }
        if (Directory.Exists(node.Folder)) { File.Delete(node.HolderFile); }
    }

    private static NodeNamespaces Of(int id) => new()
    {
        Network = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/net"),
        Mount = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/mnt"),
        Uts = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/ns/uts"),
    };
}
