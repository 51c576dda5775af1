using System.Text;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>configMapGenerator and secretGenerator.</summary>
internal static class Generators
{
    /// <summary>The annotation by which a generated object is known until its name is final.</summary>
    public const string NeedsHash = "kustomize.config.k8s.io/needs-hash";

    /// <summary>The objects and those that the kustomization generates.</summary>
    public static List<ObjectNode> Add(List<ObjectNode> objects, Node spec, string folder)
    {
        foreach (var (list, kind) in new[] { ("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret") })
        {
            foreach (var generator in spec.Items(list)) { Put(objects, generator, kind, spec.At("generatorOptions"), folder); }
        }
        return objects;
    }

    private static void Put(List<ObjectNode> objects, Node generator, string kind, Node? options, string folder)
    {
        var data = new SortedDictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries(generator, folder)) { data[key] = kind == "Secret" ? Convert.ToBase64String(value) : Encoding.UTF8.GetString(value); }
        var map = ObjectNode.Of([.. data.Select(static d => (d.Key, (Node?)d.Value))]);
        var name = generator.Text("name");
        var at = objects.FindIndex(o => o.Text("kind") == kind && (o.Text("metadata", "name") == name || References.PreviousNames(o).Contains(name)));
        if (at >= 0 && generator.Text("behavior") is "merge" or "replace")
        {
            var old = generator.Text("behavior") == "merge" ? objects[at]["data"] as ObjectNode ?? ObjectNode.Empty : ObjectNode.Empty;
            objects[at] = objects[at].Set("data", data.Aggregate(old, static (o, d) => o.Set(d.Key, d.Value)));
            return;
        }
        var own = generator.At("options");
        bool IsSet(string field) => own?.At(field) is BooleanNode { Value: true } || options?.At(field) is BooleanNode { Value: true };
        var annotations = Merge(options?.At("annotations"), own?.At("annotations"));
        if (!IsSet("disableNameSuffixHash")) { annotations = (annotations ?? ObjectNode.Empty).Set(NeedsHash, "enabled"); }
        objects.Add(ObjectNode.Of(("apiVersion", "v1"), ("kind", kind), ("metadata", ObjectNode.Of(("name", name), ("namespace", generator.Text("namespace") is { Length: > 0 } ns ? ns : null), ("labels", Merge(options?.At("labels"), own?.At("labels"))), ("annotations", annotations))),
            ("data", map.Count > 0 ? map : null), ("type", kind == "Secret" ? generator.TextOr("Opaque", "type") : null), ("immutable", IsSet("immutable") ? true : null)));
    }

    private static ObjectNode? Merge(Node? a, Node? b) => (a as ObjectNode, b as ObjectNode) switch
    {
        (null, var right) => right,
        (var left, null) => left,
        var (left, right) => right.Aggregate(left, static (l, f) => l.Set(f.Key, f.Value)),
    };

    private static IEnumerable<(string Key, byte[] Value)> Entries(Node generator, string folder)
    {
        foreach (var literal in generator.Items("literals"))
        {
            var pair = literal.Text().Split('=', 2);
            yield return (pair[0], Encoding.UTF8.GetBytes(pair.Length > 1 ? pair[1].Trim('"', '\'') : ""));
        }
        foreach (var file in generator.Items("files"))
        {
            var pair = file.Text().Split('=', 2);
            var path = Path.Combine(folder, pair[^1]);
            yield return (pair.Length > 1 ? pair[0] : Path.GetFileName(path), File.Exists(path) ? File.ReadAllBytes(path) : throw new CliException($"open {path}: no such file or directory"));
        }
        foreach (var line in generator.Items("envs").Select(static e => e.Text()).Append(generator.Text("env")).Where(static e => e.Length > 0).SelectMany(e => File.ReadLines(Path.Combine(folder, e))).Where(static l => l.Contains('=', StringComparison.Ordinal) && !l.StartsWith('#')))
        {
            var pair = line.Split('=', 2);
            yield return (pair[0], Encoding.UTF8.GetBytes(pair[1]));
        }
    }
}
