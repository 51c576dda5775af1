namespace KubeSharp.Bootstrap.Local;

/// <summary>The copy of a KubeletConfiguration that is kept with a cluster.</summary>
internal static class KubeletConfigs
{
    /// <summary>Whether what is given differs from what is kept.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="given">A file; empty: none any more; null: as it is.</param>
    public static bool Changes(LocalCluster cluster, string? given) => given is not null && Read(given) != (File.Exists(cluster.KubeletConfigFile) ? File.ReadAllText(cluster.KubeletConfigFile) : "");

    /// <summary>Keeps what is given.</summary>
    public static void Keep(LocalCluster cluster, string? given)
    {
        if (given is null) { return; }
        if (given.Length == 0) { File.Delete(cluster.KubeletConfigFile); }
        else { File.WriteAllText(cluster.KubeletConfigFile, Read(given)); }
    }

    private static string Read(string file)
    {
        try { return file.Length == 0 ? "" : File.ReadAllText(file); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new LocalClusterException($"--kubelet-config: {file} cannot be read: {e.Message}", e); }
    }
}
