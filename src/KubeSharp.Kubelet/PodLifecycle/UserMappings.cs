using System.Globalization;
using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>
/// Gives each pod that wants users of its own a range of ids that no other pod has, kept in the pod's folder as long as the pod is. Source: User Namespaces.
/// </summary>
/// <param name="paths">Where pods' folders are.</param>
/// <param name="idsPerPod">Ids a pod gets: a multiple of 65536.</param>
public sealed class UserMappings(PodPaths paths, uint idsPerPod = UserMappings.Least)
{
    /// <summary>Ids a pod gets at least, and whose multiple it gets.</summary>
    public const uint Least = 65_536;
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
            var taken = Directory.Exists(paths.Pods) ? Directory.EnumerateDirectories(paths.Pods).Select(Read).OfType<UserMapping>().ToList() : [];
            for (var (range, first) = (0u, (ulong)idsPerPod); range < RangesMax && first + idsPerPod <= uint.MaxValue; range++, first += idsPerPod)
            {
                // One that was given when a pod got another number of ids may lie across two of now.
                if (taken.Any(t => t.HostId < first + idsPerPod && first < (ulong)t.HostId + t.Length)) { continue; }
                Directory.CreateDirectory(paths.Pod(uid));
                File.WriteAllText(Path.Combine(paths.Pod(uid), FileName), string.Create(CultureInfo.InvariantCulture, $"{first} {idsPerPod}"));
                return new UserMapping((uint)first, idsPerPod);
            }
            throw new IOException("could not allocate a user namespace: all ranges of ids are in use");
        }
    }

    private static UserMapping? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) { return null; }
        var words = File.ReadAllText(path).Split(' ');
        // Files of earlier versions hold the first id alone.
        return uint.TryParse(words[0], CultureInfo.InvariantCulture, out var first) ? new UserMapping(first, words.Length > 1 && uint.TryParse(words[1], CultureInfo.InvariantCulture, out var length) ? length : Least) : null;
    }
}
