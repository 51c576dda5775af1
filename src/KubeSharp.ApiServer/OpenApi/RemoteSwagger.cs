using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>What another server's OpenAPI 2.0 document says of one version of a group. Immutable. Source: Kubernetes API Aggregation Layer.</summary>
/// <param name="Paths">The paths below /apis/GROUP/VERSION.</param>
/// <param name="Definitions">The definitions that these need.</param>
/// <param name="Tag">The document's ETag, by which it is asked for again.</param>
public sealed record RemoteSwagger(ObjectNode Paths, ObjectNode Definitions, string Tag)
{
    private const string Prefix = "#/definitions/";
    private const string Kinds = "x-kubernetes-group-version-kind";

    /// <summary>Its part of a server's document.</summary>
    public static RemoteSwagger Read(ObjectNode document, string group, string version, string tag)
    {
        var root = $"/apis/{group}/{version}";
        var paths = ObjectNode.Of([.. document.Object("paths").Where(p => p.Key == root || p.Key == root + "/" || p.Key.StartsWith(root + "/", StringComparison.Ordinal)).Select(static p => (p.Key, (Node?)p.Value))]);
        var (all, needed, open) = (document.Object("definitions"), new HashSet<string>(StringComparer.Ordinal), new Stack<Node>([paths]));
        while (open.TryPop(out var node))
        {
            foreach (var name in References(node))
            {
                if (needed.Add(name) && all[name] is { } definition) { open.Push(definition); }
            }
        }
        return new(paths, ObjectNode.Of([.. all.Where(d => needed.Contains(d.Key)).Select(static d => (d.Key, (Node?)d.Value))]), tag);
    }

    /// <summary>
    /// The same, fit to stand beside definitions that are there: one of the same name and content (but for the kinds it is of) is left out, one of
    /// the same name and other content gets another name (NAME_v2, as upstream).
    /// </summary>
    public RemoteSwagger Beside(IReadOnlyDictionary<string, Node> there)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new List<(string, Node?)>();
        foreach (var (name, definition) in Definitions)
        {
            if (!there.TryGetValue(name, out var other)) { kept.Add((name, definition)); }
            else if (!Bare(other).Equals(Bare(definition)))
            {
                var number = 2;
                while (there.ContainsKey($"{name}_v{number}") || Definitions.Has($"{name}_v{number}")) { number++; }
                names[name] = $"{name}_v{number}";
                kept.Add((names[name], definition));
            }
        }
        if (names.Count == 0) { return this with { Definitions = ObjectNode.Of([.. kept]) }; }
        return this with { Paths = (ObjectNode)Renamed(Paths, names), Definitions = ObjectNode.Of([.. kept.Select(k => (k.Item1, (Node?)Renamed(k.Item2!, names)))]) };
    }

    private static Node Bare(Node definition) => definition is ObjectNode named ? named.Remove(Kinds) : definition;

    private static IEnumerable<string> References(Node node) => node switch
    {
        ObjectNode item => item.SelectMany(static f => f is { Key: "$ref", Value: StringNode { Value: var text } } && text.StartsWith(Prefix, StringComparison.Ordinal) ? [text[Prefix.Length..]] : References(f.Value)),
        ArrayNode list => list.SelectMany(References),
        _ => [],
    };

    private static Node Renamed(Node node, Dictionary<string, string> names) => node switch
    {
        ObjectNode item => ObjectNode.Of([.. item.Select(f => (f.Key, (Node?)(f is { Key: "$ref", Value: StringNode { Value: var text } } && text.StartsWith(Prefix, StringComparison.Ordinal) && names.TryGetValue(text[Prefix.Length..], out var other)
            ? Prefix + other : Renamed(f.Value, names))))]),
        ArrayNode list => new ArrayNode([.. list.Select(i => Renamed(i, names))]),
        _ => node,
    };
}
