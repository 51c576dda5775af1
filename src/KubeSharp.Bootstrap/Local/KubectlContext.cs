using KubeSharp.Client.Kubeconfig;
using KubeSharp.Pki.Certificates;

namespace KubeSharp.Bootstrap.Local;

/// <summary>The context of a cluster in the user's kubeconfig: merged in, taken out; what is not ours stays as it is.</summary>
public static class KubectlContext
{
    /// <summary>Where kubectl keeps what it has learned from servers: $KUBECACHEDIR, else ~/.kube/cache.</summary>
    public static string CacheOf(string? configured, string home) => string.IsNullOrEmpty(configured) ? Path.Combine(home, ".kube", "cache") : configured;

    /// <summary>The file kubectl writes to: the first of $KUBECONFIG that is there, else its last, else ~/.kube/config.</summary>
    public static string FileOf(string? configured, string home)
    {
        var files = (configured ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return files.Length == 0 ? Path.Combine(home, ".kube", "config") : files.FirstOrDefault(File.Exists) ?? files[^1];
    }

    /// <summary>Puts the cluster's entries in and makes its context the current one.</summary>
    /// <exception cref="LocalClusterException">The user's file is no kubeconfig; it is left as it is.</exception>
    public static void Add(string path, KubeconfigFile cluster) => Change(path, file => file.Merge(cluster, makeCurrent: true));

    /// <summary>Takes the cluster's entries out.</summary>
    public static void Remove(string path, string name)
    {
        if (File.Exists(path)) { Change(path, file => file.Without(name)); }
    }

    /// <summary>
    /// Takes away what kubectl remembers of the resources of a server that was at this address before: it keeps that for hours, so that a new
    /// cluster would be asked for kinds that only the old one had.
    /// </summary>
    public static void Forget(string cache, int port)
    {
        var folder = Path.Combine(cache, "discovery", $"127.0.0.1_{port}");
        // A cache that cannot be removed is no reason not to start.
        try { Directory.Delete(folder, recursive: true); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    private static void Change(string path, Func<KubeconfigFile, KubeconfigFile> change)
    {
        try { PemFiles.WriteFile(Resolve(path), change(KubeconfigFile.Load(path)).ToString(), isSecret: true); }
        catch (FormatException e) { throw new LocalClusterException($"{path} is no kubeconfig and is left as it is ({e.Message}): mend it, or set KUBECONFIG to another file", e); }
    }

    // A link stays a link: what it points to is written.
    private static string Resolve(string path) => File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
}
