using System.Globalization;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>
/// Gives each pod that wants users of its own a range of ids that no other pod has, kept in the pod's folder as long as the pod is. Source: User Namespaces.
/// </summary>
public sealed class UserMappings(PodPaths paths)
{
    /// <summary>Ids a pod gets.</summary>
    public const uint Length = 65_536;
    // The ranges above those that a node's own users have, as many as a node has pods and some more.
    private const uint RangesMax = 1024;
    private const string FileName = "user-mapping";
    private readonly Lock _gate = new();

    /// <summary>The pod's range, given now where it has none yet.</summary>
    /// <exception cref="IOException">None is left.</exception>
    public UserMapping Of(string uid)
    {
        lock (_gate)
        {
            if (Read(paths.Pod(uid)) is { } known) { return known; }
            var taken = Directory.Exists(paths.Pods) ? Directory.EnumerateDirectories(paths.Pods).Select(Read).OfType<UserMapping>().Select(static m => m.HostId).ToHashSet() : [];
            for (var range = 1u; range <= RangesMax; range++)
            {
                if (taken.Contains(range * Length)) { continue; }
                Directory.CreateDirectory(paths.Pod(uid));
                File.WriteAllText(Path.Combine(paths.Pod(uid), FileName), (range * Length).ToString(CultureInfo.InvariantCulture));
                return new UserMapping(range * Length, Length);
            }
            throw new IOException("could not allocate a user namespace: all ranges of ids are in use");
        }
    }

    private static UserMapping? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) && uint.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var id) ? new UserMapping(id, Length) : null;
    }
}
