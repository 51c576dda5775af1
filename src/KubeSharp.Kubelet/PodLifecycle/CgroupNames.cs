namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Names of control groups: folders below one another, or systemd's slices, each of which bears the names of those above it. Source: Configuring a cgroup driver; systemd.slice(5). Pure.</summary>
public static class CgroupNames
{
    private const string Slice = ".slice", Scope = ".scope";
    // As containerd, CRI-O and Docker Engine name a container's group: by its id, or as a scope of systemd's.
    private static readonly string[] _ofFolders = ["", "crio-"], _ofSlices = ["cri-containerd-", "crio-", "docker-"];

    /// <summary>Whether systemd keeps the group.</summary>
    public static bool IsSlice(string group) => group.EndsWith(Slice, StringComparison.Ordinal);

    /// <summary>The slice that stands for a path, with those above it: /a/b-c is /a.slice/a-b_c.slice.</summary>
    public static string AsSlice(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate("", static (above, name) => above.Length == 0 ? $"/{Escaped(name)}{Slice}" : Below(above, name));

    /// <summary>The group of that name below a group.</summary>
    public static string Below(string group, string name) => IsSlice(group) ? $"{group}/{Unit(group)[..^Slice.Length]}-{Escaped(name)}{Slice}" : $"{group.TrimEnd('/')}/{name}";

    /// <summary>What systemd calls a slice.</summary>
    public static string Unit(string slice) => slice[(slice.LastIndexOf('/') + 1)..];

    /// <summary>The groups that a container of a pod may have, by the runtime.</summary>
    public static IEnumerable<string> OfContainer(string pod, string id) => IsSlice(pod) ? _ofSlices.Select(n => $"{pod}/{n}{id}{Scope}") : _ofFolders.Select(n => $"{pod}/{n}{id}");

    private static string Escaped(string name) => name.Replace('-', '_');
}
