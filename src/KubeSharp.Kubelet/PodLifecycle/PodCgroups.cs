namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Takes away the control group that a pod leaves behind.</summary>
internal static class PodCgroups
{
    private const string Root = "/sys/fs/cgroup";

    /// <summary>Removes the pod's group in every hierarchy; groups in use stay.</summary>
    public static void Remove(string parent)
    {
        if (parent.Length == 0 || !Directory.Exists(Root)) { return; }
        var relative = parent.TrimStart('/');
        foreach (var hierarchy in Directory.EnumerateDirectories(Root).Append(Root))
        {
            var group = Path.Combine(hierarchy, relative);
            if (!Directory.Exists(group)) { continue; }
            try { Directory.Delete(group); }
            catch (IOException) { /* something still lives in it: the runtime removes it when that ends */ }
            catch (UnauthorizedAccessException) { /* the kernel says "busy" so, too */ }
        }
    }
}
