using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.ApiServer.Admission;

/// <summary>What a pod asks for as a whole: its containers and sidecars together, or an init container beside the sidecars before it, and its overhead.</summary>
public static class PodAmounts
{
    /// <summary>The sum; <paramref name="field"/> is requests or limits.</summary>
    public static ObjectNode Total(ObjectNode spec, string field)
    {
        var total = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var container in spec.Items("containers")) { Add(total, container.Object("resources").Object(field)); }
        var (sidecars, initial) = (new Dictionary<string, Quantity>(StringComparer.Ordinal), new Dictionary<string, Quantity>(StringComparer.Ordinal));
        foreach (var container in spec.Items("initContainers"))
        {
            var asked = container.Object("resources").Object(field);
            if (container.Text("restartPolicy") == "Always") { Add(total, asked); Add(sidecars, asked); Raise(initial, sidecars); continue; }
            var beside = new Dictionary<string, Quantity>(sidecars, StringComparer.Ordinal);
            Add(beside, asked);
            Raise(initial, beside);
        }
        Raise(total, initial);
        foreach (var (name, amount) in spec.Object("resources").Object(field).Fields) { total[name] = Quantities.Read(amount); }
        Add(total, spec.Object("overhead"));
        return total.Aggregate(ObjectNode.Empty, static (node, entry) => node.Set(entry.Key, entry.Value.ToString()));
    }

    private static void Add(Dictionary<string, Quantity> total, ObjectNode amounts)
    {
        foreach (var (name, amount) in amounts.Fields) { total[name] = total.GetValueOrDefault(name) + Quantities.Read(amount); }
    }

    private static void Raise(Dictionary<string, Quantity> total, Dictionary<string, Quantity> least)
    {
        foreach (var (name, amount) in least)
        {
            if (!total.TryGetValue(name, out var have) || have < amount) { total[name] = amount; }
        }
    }
}
