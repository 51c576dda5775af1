using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;

namespace KubeSharp.Bootstrap.Local;

/// <summary>Looks at this machine for <see cref="Preflight"/>. Changes nothing.</summary>
public static class MachineLook
{
    private static readonly string[] _pluginFolders = ["/usr/lib/cni", "/opt/cni/bin", "/usr/libexec/cni"];
    private static readonly string[] _systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Looks.</summary>
    public static MachineFacts Look(LocalCluster cluster, string path)
    {
        var place = Existing(cluster.Folder);
        return new MachineFacts
        {
            IsRoot = Environment.IsPrivilegedProcess,
            MissingPrograms = [.. Preflight.Programs.Select(static p => p.Program).Where(p => !IsOnPath(p, path))],
            HasNetworkPlugins = _pluginFolders.Any(static f => File.Exists(Path.Combine(f, "bridge"))),
            PortsInUse = InUse(cluster.ApiPort, cluster.KubeletPort),
            FreeBytes = new DriveInfo(place).AvailableFreeSpace,
            IsFolderWritable = IsWritable(place),
            HasControlGroups = Directory.Exists("/sys/fs/cgroup") && Directory.EnumerateFileSystemEntries("/sys/fs/cgroup").Any(),
        };
    }

    /// <summary>Whether another user's cluster has this place: its bridge is there, or something listens at its agent's port.</summary>
    public static bool IsTaken(int index) => Directory.Exists($"/sys/class/net/{LocalCluster.BridgeOf(index)}") || InUse(LocalCluster.KubeletPortOf(index)) is [_, ..];

    /// <summary>Those of the ports on which something listens.</summary>
    public static ImmutableArray<int> InUse(params ReadOnlySpan<int> ports)
    {
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(static (IPEndPoint e) => e.Port).ToHashSet();
        var found = ImmutableArray.CreateBuilder<int>();
        foreach (var port in ports)
        {
            if (listening.Contains(port)) { found.Add(port); }
        }
        return found.ToImmutable();
    }

    private static bool IsOnPath(string program, string path) =>
        path.Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(_systemFolders).Any(f => File.Exists(Path.Combine(f, program)));

    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder)) { folder = Path.GetDirectoryName(folder) ?? "/"; }
        return folder;
    }

    private static bool IsWritable(string folder)
    {
        var probe = Path.Combine(folder, $".kubesharp-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException) { return false; }
    }
}
