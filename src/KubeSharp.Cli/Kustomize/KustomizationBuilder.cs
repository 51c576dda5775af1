using System.Text.RegularExpressions;
using KubeSharp.Cli.Applying;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Builds the objects of a folder with a kustomization.yaml. Source: the Kustomization reference of kubectl's documentation.</summary>
internal static class KustomizationBuilder
{
    private static readonly string[] _fields =
    [
        "apiVersion", "kind", "resources", "bases", "components", "crds", "namePrefix", "nameSuffix", "namespace", "labels", "commonLabels", "commonAnnotations", "patches", "patchesJson6902", "patchesStrategicMerge", "images",
        "replicas", "replacements", "vars", "configMapGenerator", "secretGenerator", "generatorOptions", "generators", "transformers", "validators", "configurations", "helmCharts", "helmGlobals", "sortOptions", "openapi", "buildMetadata",
    ];

    private const int DepthMax = 32;
    private static readonly string[] _names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    // Fields that have a successor: the field, and the words of the warning.
    private static readonly (string Field, string Successor, string Note)[] _deprecated =
    [
        ("bases", "resources", ""), ("commonLabels", "labels", ""), ("imageTags", "images", ""), ("patchesJson6902", "patches", ""), ("patchesStrategicMerge", "patches", ""), ("vars", "replacements", "[EXPERIMENTAL] "),
    ];

    /// <summary>The objects of the folder, changed as it says, in the order that kubectl prints them.</summary>
    /// <exception cref="CliException">The folder has no kustomization, or it is wrong.</exception>
    /// <param name="helm">How charts are rendered; null: they are refused.</param>
    /// <param name="warn">Told of fields that are deprecated; null: nobody is.</param>
    public static IReadOnlyList<ObjectNode> Build(string folder, HelmCharts? helm = null, Action<string>? warn = null)
    {
        try
        {
            var built = Build(folder, new Kustomized([], []), 0, helm, warn ?? (static _ => { }), out var spec);
            var named = References.WithHashes(built.Objects);
            return [.. LegacyOrder.Sorted(Replacements.Variables(named, built.Variables).Select(References.Plain), spec.At("sortOptions"))];
        }
        catch (FormatException e) { throw new CliException($"invalid Kustomization: {e.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal)}"); }
    }

    // Compat: the case of a field's letters does not matter (nameprefix).
    private static ObjectNode Spelled(ObjectNode spec)
    {
        foreach (var (name, value) in spec)
        {
            if (_fields.FirstOrDefault(f => f != name && f.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } right && spec[right] is null) { spec = spec.Remove(name).Set(right, value); }
        }
        return spec;
    }

    private static Kustomized Build(string folder, Kustomized before, int depth, HelmCharts? helm, Action<string> warn, out ObjectNode spec)
    {
        if (depth > DepthMax) { throw new CliException($"cycle detected: {folder}"); }
        if (!Directory.Exists(folder)) { throw new CliException($"must build at directory: not a valid directory: evalsymlink failure on '{folder}' : lstat {Path.GetFullPath(folder)}: no such file or directory", isPlain: true); }
        var file = _names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) ?? throw new CliException($"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{Path.GetFullPath(folder)}'");
        var own = spec = Spelled(Yaml.Read(File.ReadAllText(file)) as ObjectNode ?? ObjectNode.Empty);
        foreach (var (field, successor, note) in _deprecated.Where(d => own[d.Field] is not null)) { warn($"# Warning: '{field}' is deprecated. Please use '{successor}' instead. {note}Run 'kustomize edit fix' to update your Kustomization automatically."); }
        var all = new Kustomized([.. before.Objects], before.Variables);
        foreach (var entry in own.Items("resources").Concat(own.Items("bases"))) { all.Objects.AddRange(Resource(folder, entry.Text(), all.Variables, depth, helm, warn)); }
        foreach (var component in own.Items("components")) { all = Build(Path.Combine(folder, component.Text()), all, depth + 1, helm, warn, out _); }
        var objects = all.Objects;
        if (own.Items("helmCharts").Any()) { objects.AddRange((helm ?? throw new CliException("must specify --enable-helm")).Render(own, folder)); }
        objects = Generators.Add(objects, own, folder);
        foreach (var patch in own.Items("patches").Concat(Legacy(own, folder))) { objects = Patch(objects, patch, folder); }
        objects = References.Rename([.. objects.Select(o => Transformers.Apply(o, own))], own);
        return new Kustomized(Replacements.Apply(objects, own, folder), [.. all.Variables, .. own.Items("vars")]);
    }

    private static IReadOnlyList<ObjectNode> Resource(string folder, string entry, List<Node> variables, int depth, HelmCharts? helm, Action<string> warn)
    {
        var path = Path.Combine(folder, entry);
        if (Directory.Exists(path))
        {
            var built = Build(path, new Kustomized([], []), depth + 1, helm, warn, out _);
            variables.AddRange(built.Variables);
            return built.Objects;
        }
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
        bool Same(string field, params string[] path) => target.Text(field) is not { Length: > 0 } wanted || Fits(content.Text(path), wanted);
        var isNamed = Same("name", "metadata", "name") || References.PreviousNames(content).Any(n => Fits(n, target.Text("name")));
        return Same("kind", "kind") && isNamed && Same("namespace", "metadata", "namespace")
            && (target.Text("labelSelector") is not { Length: > 0 } labels || Labels.Match(labels, content.At("metadata", "labels") as ObjectNode))
            && (target.Text("annotationSelector") is not { Length: > 0 } notes || Labels.Match(notes, content.At("metadata", "annotations") as ObjectNode));
    }

    private static bool Fits(string text, string pattern) => Regex.IsMatch(text, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
