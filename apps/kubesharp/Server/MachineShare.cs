using KubeSharp.Bootstrap.Local;

namespace KubeSharp.Server;

/// <summary>How many nodes share this machine, so that together they promise no more than it has.</summary>
internal static class MachineShare
{
    /// <summary>The number of nodes of the local cluster in the folder, as it is at the time; empty: 1.</summary>
    public static Func<int> Of(string clusterFolder)
    {
        if (clusterFolder.Length == 0) { return static () => 1; }
        var (clusters, name) = (new LocalClusters(Path.GetDirectoryName(clusterFolder)!), Path.GetFileName(clusterFolder));
        return () =>
        {
            try { return clusters.Find(name)?.Nodes ?? 1; }
            catch (Exception e) when (e is FormatException or IOException) { return 1; }
        };
    }
}
