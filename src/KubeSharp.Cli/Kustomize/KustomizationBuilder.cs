using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Builds the objects of a folder with a kustomization.yaml. Source: the Kustomization reference of kubectl's documentation.</summary>
internal static class KustomizationBuilder
{
    private const int DepthMax = 32;
    private static readonly string[] _names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>The objects of the folder, changed as it says.</summary>
    /// <exception cref="CliException">The folder has no kustomization, or it is wrong.</exception>
    /// <param name="helm">How charts are rendered; null: they are refused.</param>
    public static IReadOnlyList<ObjectNode> Build(string folder, HelmCharts? helm = null) => Build(folder, [], 0, helm);

    private static List<ObjectNode> Build(string folder, List<ObjectNode> before, int depth, HelmCharts? helm)
    {
        if (depth > DepthMax) { throw new CliException($"cycle detected: {folder}"); }
        if (!Directory.Exists(folder)) { throw new CliException($"must build at directory: not a valid directory: evalsymlink failure on '{folder}' : lstat {Path.GetFullPath(folder)}: no such file or directory", isPlain: true); }
        var file = _names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) ?? throw new CliException($"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{Path.GetFullPath(folder)}'");
        var spec = Yaml.Read(File.ReadAllText(file)) as ObjectNode ?? ObjectNode.Empty;
        var objects = new List<ObjectNode>(before);
        foreach (var entry in spec.Items("resources").Concat(spec.Items("bases"))) { objects.AddRange(Resource(folder, entry.Text(), depth, helm)); }
        foreach (var component in spec.Items("components")) { objects = Build(Path.Combine(folder, component.Text()), objects, depth + 1, helm); }
        if (spec.Items("helmCharts").Any()) { objects.AddRange((helm ?? throw new CliException("must specify --enable-helm")).Render(spec, folder)); }
        objects = Generators.Add(objects, spec, folder);
        foreach (var patch in spec.Items("patches").Concat(Legacy(spec, folder))) { objects = Patch(objects, patch, folder); }
        objects = [.. objects.Select(o => Transformers.Apply(o, spec))];
        return Replacements.Apply(References.Rename(objects, spec), spec, folder);
    }

    private static IEnumerable<ObjectNode> Resource(string folder, string entry, int depth, HelmCharts? helm)
    {
        var path = Path.Combine(folder, entry);
        if (Directory.Exists(path)) { return Build(path, [], depth + 1, helm); }
        return File.Exists(path) ? ManifestReader.Objects(File.ReadAllText(path), path)
            : throw new CliException($"accumulating resources: accumulation err='accumulating resources from '{entry}': open {Path.GetFullPath(path)}: no such file or directory'");
    }

    private static IEnumerable<Node> Legacy(Node spec, string folder)
    {
        foreach (var entry in spec.Items("patchesStrategicMerge"))
        {
            var text = entry.Text();
            yield return ObjectNode.Of(("patch", text.Contains('\n', StringComparison.Ordinal) ? text : File.ReadAllText(Path.Combine(folder, text))));
        }
        foreach (var entry in spec.Items("patchesJson6902")) { yield return entry; }
    }

    private static List<ObjectNode> Patch(List<ObjectNode> objects, Node patch, string folder)
    {
        var text = patch.Text("path") is { Length: > 0 } path ? File.ReadAllText(Path.Combine(folder, path)) : patch.Text("patch");
        foreach (var body in Yaml.ReadAll(text))
        {
            var isList = body is ArrayNode;
            var target = patch.At("target") ?? ObjectNode.Of(("kind", body.Text("kind")), ("name", body.Text("metadata", "name")));
            var hits = 0;
            for (var i = 0; i < objects.Count; i++)
            {
                if (!Fits(objects[i], target)) { continue; }
                hits++;
                if (body.Text("$patch") == "delete") { objects.RemoveAt(i--); continue; }
                var (group, version) = objects[i].Text("apiVersion") is var v && v.Contains('/', StringComparison.Ordinal) ? (v.Split('/')[0], v.Split('/')[1]) : ("", v);
                var kept = isList ? body : body.With(["metadata", "name"], objects[i].At("metadata", "name")).With(["kind"], objects[i].At("kind")).With(["apiVersion"], objects[i].At("apiVersion"));
                objects[i] = (ObjectNode)Patches.Apply(objects[i], kept, isList ? Patches.JsonType : Patches.StrategicType, new ResourceType(group, version, "", objects[i].Text("kind"), true));
            }
            if (hits == 0 && patch.At("target") is null) { throw new CliException($"no matches for Id {target.Text("kind")}.[noGrp]/{target.Text("name")}.[noNs]; failed to find unique target for patch {target.Text("kind")}/{target.Text("name")}"); }
        }
        return objects;
    }

    /// <summary>Whether an object is what a target (kind, name, namespace, selectors) means.</summary>
    public static bool Fits(ObjectNode content, Node target)
    {
        bool Same(string field, params string[] path) => target.Text(field) is not { Length: > 0 } wanted || System.Text.RegularExpressions.Regex.IsMatch(content.Text(path), $"^(?:{wanted})$", System.Text.RegularExpressions.RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return Same("kind", "kind") && Same("name", "metadata", "name") && Same("namespace", "metadata", "namespace")
            && (target.Text("labelSelector") is not { Length: > 0 } labels || Labels.Match(labels, content.At("metadata", "labels") as ObjectNode))
            && (target.Text("annotationSelector") is not { Length: > 0 } notes || Labels.Match(notes, content.At("metadata", "annotations") as ObjectNode));
    }
}
