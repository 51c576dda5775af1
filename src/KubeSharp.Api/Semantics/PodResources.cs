using KubeSharp.Api.Core.V1;

namespace KubeSharp.Api.Semantics;

/// <summary>What a pod asks for as a whole. Source: Resource Management for Pods and Containers; KEP-753 (sidecars); KEP-2837 (pod level).</summary>
public static class PodResources
{
    /// <summary>
    /// The largest the pod can need at once: the sum of its containers and sidecars, or what an init container needs beside the sidecars
    /// started before it, whichever is more; pod-level requests stand above that; its overhead comes on top.
    /// </summary>
    public static ApiMap<Quantity> Requests(this PodSpec spec) => Total(spec, static c => c.Resources.Requests, spec.Resources?.Requests);

    /// <summary>The same of the limits.</summary>
    public static ApiMap<Quantity> Limits(this PodSpec spec) => Total(spec, static c => c.Resources.Limits, spec.Resources?.Limits);

    private static ApiMap<Quantity> Total(PodSpec spec, Func<Container, ApiMap<Quantity>> of, ApiMap<Quantity>? podLevel)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Containers) { Add(total, of(container)); }
        var sidecars = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        var initial = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.InitContainers)
        {
            var asked = of(container);
            if (container.RestartPolicy == "Always")
            {
                Add(total, asked);
                Add(sidecars, asked);
                Raise(initial, sidecars);
                continue;
            }
            var beside = new Dictionary<string, Quantity>(sidecars, StringComparer.Ordinal);
            Add(beside, asked);
            Raise(initial, beside);
        }
        Raise(total, initial);
        foreach (var (name, quantity) in podLevel ?? ApiMap<Quantity>.Empty) { total[name] = quantity; }
        Add(total, spec.Overhead);
        return total.ToApiMap();
    }

    private static void Add(Dictionary<string, Quantity> total, IEnumerable<KeyValuePair<string, Quantity>> asked)
    {
        foreach (var (name, quantity) in asked) { total[name] = total.TryGetValue(name, out var sum) ? sum + quantity : quantity; }
    }

    private static void Raise(Dictionary<string, Quantity> total, Dictionary<string, Quantity> least)
    {
        foreach (var (name, quantity) in least)
        {
            if (!total.TryGetValue(name, out var have) || have < quantity) { total[name] = quantity; }
        }
    }
}
