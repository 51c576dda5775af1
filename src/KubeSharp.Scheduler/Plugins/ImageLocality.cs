using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Plugins;

/// <summary>Prefers nodes that have the pod's images already.</summary>
public sealed class ImageLocality : IScorePlugin
{
    private const long ContainerBytesMin = 23L * 1024 * 1024;
    private const long ContainerBytesMax = 1000L * 1024 * 1024;

    /// <inheritdoc/>
    public string Name => "ImageLocality";

    /// <inheritdoc/>
    public bool Score(PodState pod, ClusterSnapshot cluster, ReadOnlySpan<NodeState> nodes, Span<long> scores)
    {
        if (nodes.Length < 2) { return false; }
        var containers = pod.Pod.Spec.Containers;
        var images = containers.Concat(pod.Pod.Spec.InitContainers).Select(static c => Normalize(c.Image ?? "")).ToArray();
        var holders = images.Distinct(StringComparer.Ordinal).ToDictionary(static i => i, static _ => 0, StringComparer.Ordinal);
        var sizes = new Dictionary<(int Node, string Image), long>();
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var image in nodes[i].Node.Status.Images)
            {
                foreach (var name in image.Names)
                {
                    if (holders.TryGetValue(name, out var count) && sizes.TryAdd((i, name), image.SizeBytes ?? 0)) { holders[name] = count + 1; }
                }
            }
        }
        var max = ContainerBytesMax * images.Length;
        for (var i = 0; i < nodes.Length; i++)
        {
            // An image on few nodes counts for less, or those nodes would heat up.
            var sum = 0L;
            foreach (var image in images) { sum += sizes.TryGetValue((i, image), out var size) ? size * holders[image] / nodes.Length : 0; }
            scores[i] = IScorePlugin.ScoreMax * (Math.Clamp(sum, ContainerBytesMin, max) - ContainerBytesMin) / (max - ContainerBytesMin);
        }
        return true;
    }

    private static string Normalize(string image) => image.LastIndexOf(':') <= image.LastIndexOf('/') ? image + ":latest" : image;
}
