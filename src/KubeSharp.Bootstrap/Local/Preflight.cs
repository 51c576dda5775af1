using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Bootstrap.Local;

/// <summary>What must hold before anything is made. Each problem is one line: what is wrong, and how to mend it.</summary>
public static class Preflight
{
    /// <summary>Free space a start asks for: images, data and logs of a small cluster.</summary>
    public const long FreeMinBytes = 512L * 1024 * 1024;

    /// <summary>Programs without which no cluster runs, and the Debian package of each.</summary>
    public static ImmutableArray<(string Program, string Package)> Programs { get; } =
        [("containerd", "containerd"), ("runc", "runc"), ("nft", "nftables"), ("ip", "iproute2")];

    /// <summary>The problems; none: go ahead.</summary>
    public static ImmutableArray<string> Problems(MachineFacts facts, LocalCluster cluster)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (!facts.IsRoot) { problems.Add("not root: containers need it; run the same command with sudo"); }
        foreach (var (program, package) in Programs)
        {
            // A Docker Engine brings its own.
            if (cluster.DockerSocket.Length > 0 && program is "containerd" or "runc") { continue; }
            if (facts.MissingPrograms.Contains(program)) { problems.Add($"{program} is not installed: apt-get install --no-install-recommends {package} (or: make setup)"); }
        }
        if (!facts.HasNetworkPlugins) { problems.Add("the network plug-ins (CNI) are not installed: apt-get install --no-install-recommends containernetworking-plugins (or: make setup)"); }
        foreach (var port in facts.PortsInUse)
        {
            problems.Add(port == cluster.ApiPort
                ? $"port {port} is in use: end what listens there (ss -ltnp 'sport = :{port}') or choose another with --port"
                : $"port {port} is in use: end what listens there (ss -ltnp 'sport = :{port}')");
        }
        if (!facts.IsFolderWritable) { problems.Add($"{cluster.Folder} cannot be written to: set KUBESHARP_HOME to a folder that can"); }
        else if (facts.FreeBytes < FreeMinBytes)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"the disk of {cluster.Folder} has {facts.FreeBytes / (1024 * 1024)} MiB free, {FreeMinBytes / (1024 * 1024)} are needed: free some, or set KUBESHARP_HOME to a folder elsewhere"));
        }
        if (!facts.HasControlGroups) { problems.Add("no control groups are mounted under /sys/fs/cgroup: mount -t cgroup2 none /sys/fs/cgroup"); }
        return problems.ToImmutable();
    }
}
