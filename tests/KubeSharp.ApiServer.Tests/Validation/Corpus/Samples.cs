using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.ApiServer.Tests.Validation.Corpus;

/// <summary>
/// Makes the corpus: each seed (a right object with as many fields as fit together) is varied one field at a time, in all the ways that the
/// field's type in upstream's schema allows. The same samples at each run.
/// </summary>
internal static class Samples
{
    private const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private static readonly ObjectNode _types = Facts.Read("schema.json").Object("types");
    private static readonly string[] _skipped = ["apiVersion", "kind", "status"];

    /// <summary>The right objects, by kind and version.</summary>
    public static IReadOnlyDictionary<string, ObjectNode> Seeds { get; } = Yaml.ReadAll(File.ReadAllText(Path.Combine(Facts.PathOf(".."), "KubeSharp.ApiServer.Tests", "Validation", "Corpus", "seeds.yaml")))
        .ToDictionary(static s => $"{s.TextAt("apiVersion")}/{s.TextAt("kind")}", static s => (ObjectNode)s);

    /// <summary>Where an object is posted.</summary>
    public static string PathOf(ObjectNode seed)
    {
        var (version, kind) = (seed.TextAt("apiVersion")!, seed.TextAt("kind")!);
        foreach (var group in ((ArrayNode)Facts.Read("discovery.json").At(version.Contains('/', StringComparison.Ordinal) ? "apis" : "api", "items")!).SelectMany(static g => g.Items("versions").Select(v => (Group: g.TextAt("metadata", "name") ?? "", Version: v))))
        {
            if ((group.Group.Length == 0 ? "" : group.Group + "/") + group.Version.Text("version") != version) { continue; }
            var resource = group.Version.Items("resources").First(r => r.TextAt("responseKind", "kind") == kind);
            return $"{(group.Group.Length == 0 ? "/api/" : "/apis/")}{version}/{(resource.Text("scope") == "Namespaced" ? "namespaces/default/" : "")}{resource.Text("resource")}";
        }
        throw new ArgumentException($"no resource has objects of {version} {kind}");
    }

    /// <summary>All that the seed can be varied to.</summary>
    public static IEnumerable<Sample> Of(ObjectNode seed)
    {
        var parts = seed.TextAt("apiVersion")!.Split('/');
        var (group, version) = parts is [var g, var v] ? (g, v) : ("", parts[0]);
        var type = _types.Fields.ToArray().First(t => t.Value.Items("gvk").Any(k => k.Text("group") == group && k.Text("version") == version && k.Text("kind") == seed.TextAt("kind"))).Key;
        return Object(seed, type, "", static changed => (ObjectNode)changed!);
    }

    private static IEnumerable<Sample> Object(ObjectNode value, string type, string path, Func<Node?, ObjectNode> whole)
    {
        var owner = type[(type.LastIndexOf('.') + 1)..];
        var schema = _types[type];
        yield return new(Join(path, "nonsense"), owner, Alteration.UnknownField, whole(value.Set("nonsense", "x")));
        foreach (var required in schema.Texts("required").Where(value.Has)) { yield return new(Join(path, required), owner, Alteration.Missing, whole(value.Remove(required))); }
        foreach (var (name, child) in value)
        {
            if (path.Length == 0 && _skipped.Contains(name) || schema.Object("fields")[name] is not ObjectNode field) { continue; }
            foreach (var sample in Value(child, field.Text("type"), field, owner, Join(path, name), schema.Texts("required").Contains(name), changed => whole(changed is null ? value.Remove(name) : value.Set(name, changed)))) { yield return sample; }
        }
    }

    private static IEnumerable<Sample> Value(Node value, string type, ObjectNode field, string owner, string path, bool isRequired, Func<Node?, ObjectNode> whole)
    {
        Sample Make(Alteration alteration, Node changed, string? at = null) => new(at ?? path, owner, alteration, whole(changed));
        if (OtherType(type) is { } other) { yield return Make(Alteration.OtherType, other); }
        switch (value)
        {
            case ArrayNode items when type.StartsWith('['):
                if (items.Count > 0 && field.Text("list") is "map" or "set") { yield return Make(Alteration.Twice, items.Add(items[0]), $"{path}[{items.Count}]"); }
                for (var i = 0; i < items.Count; i++)
                {
                    var at = i;
                    foreach (var sample in Value(items[i], type[1..^1], field, owner, $"{path}[{i}]", false, changed => whole(items.SetItem(at, changed!)))) { yield return sample; }
                }
                break;
            case ObjectNode map when type.StartsWith('{'):
                yield return Make(Alteration.BadKey, map.Set("not a key!", map.First().Value), $"{path}[not a key!]");
                foreach (var (key, item) in map)
                {
                    foreach (var sample in Value(item, type[1..^1], ObjectNode.Empty, owner, $"{path}[{key}]", false, changed => whole(map.Set(key, changed!)))) { yield return sample; }
                }
                break;
            case ObjectNode part when _types[type].Object("fields").Count > 0:
                foreach (var sample in Object(part, type, path, whole)) { yield return sample; }
                break;
            default:
                foreach (var (alteration, changed) in Scalars(type, field, isRequired)) { yield return Make(alteration, changed); }
                break;
        }
    }

    private static IEnumerable<(Alteration, Node)> Scalars(string type, ObjectNode field, bool isRequired)
    {
        switch (type)
        {
            case "string":
                yield return field.Has("enum") ? (Alteration.NoneOfEnum, "Nonsense") : (Alteration.BadText, "Not a name!");
                // To Go the empty text is as good as none.
                if (isRequired) { yield return (Alteration.EmptyText, ""); }
                if (!field.Has("enum")) { yield return (Alteration.LongText, new string('x', 300)); }
                break;
            case "integer:int32":
                yield return (Alteration.Negative, -7);
                yield return (Alteration.Overflow, 1L << 40);
                break;
            case "integer:int64": yield return (Alteration.Negative, -7); break;
            case Quantity:
                yield return (Alteration.BadAmount, "some");
                yield return (Alteration.NegativeAmount, "-7");
                break;
        }
    }

    private static Node? OtherType(string type) => type switch
    {
        "string" or "string:byte" => 7,
        "boolean" => "maybe",
        _ when type.StartsWith("integer", StringComparison.Ordinal) => "seven",
        _ when type.StartsWith('[') || type.StartsWith('{') => "text",
        _ when _types[type].Object("fields").Count > 0 => ArrayNode.Of("text"),
        _ => null,
    };

    private static string Join(string path, string field) => path.Length == 0 ? field : $"{path}.{field}";
}
