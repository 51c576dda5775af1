using System.Text.Json;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Bootstrap.Local;

/// <summary>The clusters of this machine's user: a folder each.</summary>
public sealed class LocalClusters(string root)
{
    private const string FileName = "config.json";

    /// <summary>The folder of all of them.</summary>
    public string Root { get; } = root;

    /// <summary>$KUBESHARP_HOME, else ~/.kubesharp.</summary>
    public static string DefaultRoot(string? configured, string home) => string.IsNullOrEmpty(configured) ? Path.Combine(home, ".kubesharp") : Path.GetFullPath(configured);

    /// <summary>The folder of a name.</summary>
    public string FolderOf(string name) => Path.Combine(Root, name);

    /// <summary>The cluster of the name; null where there is none.</summary>
    /// <exception cref="FormatException">Its config.json is damaged.</exception>
    public LocalCluster? Find(string name)
    {
        var path = Path.Combine(FolderOf(name), FileName);
        if (!File.Exists(path)) { return null; }
        try { return LocalCluster.From(Node.Parse(File.ReadAllBytes(path)), FolderOf(name)); }
        catch (JsonException e) { throw new FormatException($"{path} is damaged: {e.Message}", e); }
    }

    /// <summary>All of them by name. One whose config.json is damaged is left out.</summary>
    public IReadOnlyList<LocalCluster> List()
    {
        if (!Directory.Exists(Root)) { return []; }
        var found = new List<LocalCluster>();
        foreach (var folder in Directory.EnumerateDirectories(Root).Order(StringComparer.Ordinal))
        {
            try
            {
                if (Find(Path.GetFileName(folder)) is { } cluster) { found.Add(cluster); }
            }
            catch (FormatException) { continue; }
        }
        return found;
    }

    /// <summary>Writes config.json whole.</summary>
    public void Save(LocalCluster cluster)
    {
        Directory.CreateDirectory(cluster.Folder);
        Pki.Certificates.PemFiles.WriteFile(Path.Combine(cluster.Folder, FileName), cluster.ToNode() + "\n", isSecret: true);
    }

    /// <summary>The smallest place that is free among these clusters and on the machine, which others may share; null where all are taken.</summary>
    public static int? FreeIndex(IReadOnlyList<LocalCluster> taken, Func<int, bool> isTakenOnMachine)
    {
        for (var i = 0; i < LocalCluster.ClustersMax; i++)
        {
            if (taken.All(c => c.Index != i) && !isTakenOnMachine(i)) { return i; }
        }
        return null;
    }
}
