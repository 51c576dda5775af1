using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Dynamic;

/// <summary>A resource claim that drivers have prepared on this node, and who uses it.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Drivers">Drivers that prepared it.</param>
/// <param name="Pods">Uids of the pods that use it.</param>
/// <param name="Devices">Its devices.</param>
public sealed record PreparedClaim(string Namespace, string Name, string Uid, ImmutableArray<string> Drivers, ImmutableArray<string> Pods, ImmutableArray<PreparedDevice> Devices)
{
    /// <summary>CDI names of the devices for one request of the claim; empty: for all.</summary>
    public IEnumerable<string> NamesFor(string? request) => Devices.Where(d => d.Requests.IsEmpty || string.IsNullOrEmpty(request) || d.Requests.Any(r => r == request || r.StartsWith(request + "/", StringComparison.Ordinal))).SelectMany(static d => d.Names).Distinct();

    /// <summary>It as a tree.</summary>
    public ObjectNode ToNode() => ObjectNode.Of(("namespace", Namespace), ("name", Name), ("uid", Uid), ("drivers", Texts(Drivers)), ("pods", Texts(Pods)),
        ("devices", new ArrayNode([.. Devices.Select(static d => (Node)ObjectNode.Of(("requests", Texts(d.Requests)), ("names", Texts(d.Names))))])));

    /// <summary>It from a tree.</summary>
    public static PreparedClaim Of(Node tree) => new(tree.TextAt("namespace") ?? "", tree.TextAt("name") ?? "", tree.TextAt("uid") ?? "", Texts(tree, "drivers"), Texts(tree, "pods"),
        [.. (tree.At("devices") as ArrayNode ?? ArrayNode.Empty).Select(static d => new PreparedDevice(Texts(d, "requests"), Texts(d, "names")))]);

    private static ArrayNode Texts(ImmutableArray<string> texts) => new([.. texts.Select(static t => (Node)t)]);

    private static ImmutableArray<string> Texts(Node tree, string name) => [.. (tree.At(name) as ArrayNode ?? ArrayNode.Empty).OfType<StringNode>().Select(static t => t.Value)];
}
