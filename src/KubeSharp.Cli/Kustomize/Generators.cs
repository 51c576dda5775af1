using System.Text;
using System.Text.Unicode;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>configMapGenerator and secretGenerator.</summary>
internal static class Generators
{
    private static readonly string[] _kinds = ["ConfigMapGenerator", "SecretGenerator", "HelmChartInflationGenerator", "IAMPolicyGenerator"];

    /// <summary>What the generators that are fields of a kustomization make, in their order.</summary>
    /// <exception cref="CliException">One is told wrong.</exception>
    public static IEnumerable<(string Kind, Func<IEnumerable<ObjectNode>> Make)> Own(ObjectNode spec, BuildRoot root, HelmCharts? helm)
    {
        var made = new List<(string, Func<IEnumerable<ObjectNode>>)>();
        foreach (var kind in (ReadOnlySpan<string>)["ConfigMap", "Secret"])
        {
            foreach (var generator in spec.Items(kind == "Secret" ? "secretGenerator" : "configMapGenerator")) { made.Add((kind + "Generator", () => [Made(generator, kind, spec.At("generatorOptions"), root)])); }
        }
        foreach (var chart in spec.Items("helmCharts"))
        {
            var settings = ((ObjectNode)chart).Text("namespace").Length > 0 || spec.Text("namespace").Length == 0 ? (ObjectNode)chart : ((ObjectNode)chart).Set("namespace", spec.At("namespace")!);
            var shown = (spec["helmGlobals"] as ObjectNode ?? ObjectNode.Empty).Aggregate(settings, static (c, f) => c.Set(f.Key, f.Value));
            var renderer = Configured.By("HelmChartInflationGenerator", shown, () => helm ?? throw new CliException("must specify --enable-helm"));
            made.Add(("HelmChartInflationGenerator", () => renderer.Render(ObjectNode.Of(("helmGlobals", spec.At("helmGlobals")), ("helmCharts", ArrayNode.Of(settings))), root.Folder)));
        }
        return made;
    }

    /// <summary>Whether there is a generator of the kind.</summary>
    public static bool IsKnown(string kind) => _kinds.Contains(kind);

    /// <summary>What the generator makes that a file configures.</summary>
    /// <exception cref="CliException">It is none, or lacks something.</exception>
    public static Func<IEnumerable<ObjectNode>> Of(ObjectNode file, BuildRoot root, HelmCharts? helm)
    {
        var kind = file.Text("kind");
        switch (kind)
        {
            case "ConfigMapGenerator" or "SecretGenerator":
                var named = file.Text("name").Length > 0 ? file : file.Set("name", file.Text("metadata", "name"));
                if (file.Text("namespace").Length == 0) { named = named.Set("namespace", file.Text("metadata", "namespace")); }
                return () => [Made(named, kind[..^"Generator".Length], null, root)];
            case "HelmChartInflationGenerator":
                var renderer = Configured.By(kind, file, () => helm ?? throw new CliException("must specify --enable-helm"));
                return () => renderer.Render(ObjectNode.Of(("helmGlobals", file), ("helmCharts", ArrayNode.Of(file))), root.Folder);
            case "IAMPolicyGenerator":
                return () => file.Text("cloud") != "gke" ? throw new CliException($"cloud provider {file.Text("cloud")} not supported yet") : [ObjectNode.Of(("apiVersion", "v1"), ("kind", "ServiceAccount"), ("metadata", ObjectNode.Of(
                    ("annotations", ObjectNode.Of(("iam.gke.io/gcp-service-account", $"{file.Text("serviceAccount", "name")}@{file.Text("serviceAccount", "projectId")}.iam.gserviceaccount.com"))),
                    ("name", file.Text("kubernetesService", "name")), ("namespace", file.Text("kubernetesService", "namespace") is { Length: > 0 } ns ? ns : null))))];
            default: throw new ArgumentException($"no generator: {kind}", nameof(file));
        }
    }

    /// <summary>Puts what was generated among the objects: as new, or as its generator says into one that is there.</summary>
    /// <exception cref="CliException">What is to be changed is not there, or what is to be made is.</exception>
    public static void Absorb(List<ObjectNode> objects, ObjectNode made)
    {
        var id = ObjectId.Of(made);
        var behavior = made.Text("metadata", "annotations", BuildNotes.Behavior) is ("merge" or "replace") and var said ? said : "create";
        var shown = $"id resid.ResId{{Gvk:resid.Gvk{{Group:\"{id.Group}\", Version:\"{id.Version}\", Kind:\"{id.Kind}\", isClusterScoped:{(id.IsClusterWide ? "true" : "false")}}}, Name:\"{id.Name}\", Namespace:\"{id.Namespace}\"}}";
        var there = objects.Where(o => BuildNotes.Ids(o).Any(id.Is)).ToArray();
        switch (there)
        {
            case []:
                if (behavior != "create") { throw new CliException($"merging from generator {id.Name}: {shown} does not exist; cannot merge or replace"); }
                objects.Add(made);
                return;
            case [var old]:
                if (behavior == "create") { throw new CliException($"merging from generator {id.Name}: {shown} exists; can not use behavior: '{(made.Text("metadata", "annotations", BuildNotes.Behavior) == "create" ? "create" : "unspecified")}', behavior must be merge or replace"); }
                objects[objects.IndexOf(old)] = Merged(old, made, behavior);
                return;
            default: throw new CliException($"merging from generator {id.Name}: found multiple objects [{string.Join(' ', there.Select(static o => Configured.Json(o)))}] that could accept merge of {id}");
        }
    }

    // Compat: name and namespace are those of the object that is there, its type and whether it can be changed those of the new one.
    private static ObjectNode Merged(ObjectNode old, ObjectNode made, string behavior)
    {
        var merged = made;
        foreach (var field in (ReadOnlySpan<string>)["labels", "annotations"]) { merged = (ObjectNode)merged.With(["metadata", field], Merge(old.At("metadata", field), made.At("metadata", field))); }
        merged = BuildNotes.WithThoseOf(merged, old);
        if (made.At("metadata", "annotations", BuildNotes.NeedsHash) is null) { merged = BuildNotes.Without(merged, BuildNotes.NeedsHash); }
        if (behavior == "merge" && old.Text("metadata", "annotations", Origin.Note) is { Length: > 0 } origin) { merged = (ObjectNode)merged.With(["metadata", "annotations", Origin.Note], origin); }
        merged = (ObjectNode)merged.With(["metadata", "name"], old.At("metadata", "name")).With(["metadata", "namespace"], old.At("metadata", "namespace"));
        if (behavior == "replace") { return merged; }
        foreach (var field in (ReadOnlySpan<string>)["data", "binaryData"])
        {
            if (Merge(old.At(field), made.At(field)) is { Count: > 0 } both) { merged = merged.Set(field, both); }
        }
        return merged;
    }

    private static ObjectNode Made(Node generator, string kind, Node? options, BuildRoot root)
    {
        var name = generator.Text("name");
        if (name.Length == 0) { throw new CliException("a configmap must have a name"); }
        var (data, binary) = (new SortedDictionary<string, Node>(StringComparer.Ordinal), new SortedDictionary<string, Node>(StringComparer.Ordinal));
        foreach (var (key, value) in Entries(generator, root))
        {
            if (data.ContainsKey(key) || binary.ContainsKey(key)) { throw new CliException($"configmap {name} illegally repeats the key `{key}`"); }
            if (kind == "Secret") { data[key] = Convert.ToBase64String(value)!; }
            else if (Utf8.IsValid(value)) { data[key] = Encoding.UTF8.GetString(value)!; }
            else { binary[key] = Convert.ToBase64String(value)!; }
        }
        static ObjectNode? Map(SortedDictionary<string, Node> entries) => entries.Count > 0 ? ObjectNode.Of([.. entries.Select(static d => (d.Key, (Node?)d.Value))]) : null;
        var own = generator.At("options");
        bool IsSet(string field) => own?.At(field) is BooleanNode { Value: true } || options?.At(field) is BooleanNode { Value: true };
        var annotations = Merge(options?.At("annotations"), own?.At("annotations")) ?? ObjectNode.Empty;
        if (!IsSet("disableNameSuffixHash")) { annotations = annotations.Set(BuildNotes.NeedsHash, BuildNotes.Enabled!); }
        annotations = annotations.Set(BuildNotes.Behavior, generator.Text("behavior") is ("create" or "merge" or "replace") and var behavior ? behavior : "unspecified");
        return ObjectNode.Of(("apiVersion", "v1"), ("kind", kind), ("metadata", ObjectNode.Of(("name", name), ("namespace", generator.Text("namespace") is { Length: > 0 } ns ? ns : null), ("labels", Merge(options?.At("labels"), own?.At("labels"))), ("annotations", annotations))),
            ("data", Map(data)), ("binaryData", Map(binary)), ("type", kind == "Secret" ? generator.TextOr("Opaque", "type") : null), ("immutable", IsSet("immutable") ? true : null));
    }

    private static ObjectNode? Merge(Node? a, Node? b) => (a as ObjectNode, b as ObjectNode) switch
    {
        (null, var right) => right,
        (var left, null) => left,
        var (left, right) => right.Aggregate(left, static (l, f) => l.Set(f.Key, f.Value)),
    };

    private static List<(string Key, byte[] Value)> Entries(Node generator, BuildRoot root)
    {
        var found = new List<(string, byte[])>();
        void Each(string list, string what, Action<string> add)
        {
            var sources = generator.Items(list).Select(static s => s.Text()).Concat(list == "envs" && generator.Text("env") is { Length: > 0 } one ? [one] : []).ToArray();
            try { foreach (var source in sources) { add(source); } }
            catch (CliException e) { throw new CliException($"loading KV pairs: {what} [{string.Join(' ', sources)}]: {e.Message}"); }
        }
        Each("envs", "env source files:", source => found.AddRange(Lines(root.Text(source))));
        Each("literals", "literal sources", source => found.Add(source.IndexOf('=', StringComparison.Ordinal) is > 0 and var end ? (source[..end], Encoding.UTF8.GetBytes(Unquoted(source[(end + 1)..])))
            : throw new CliException($"invalid literal source {source}, expected key=value")));
        Each("files", "file sources:", source =>
        {
            var (key, path) = FileSource(source);
            found.Add((key, root.Load(path)));
        });
        return found;
    }

    private static string Unquoted(string text) => text is ['"', .., '"'] or ['\'', .., '\''] ? text[1..^1] : text;

    private static (string Key, string Path) FileSource(string source) => source.Split('=') switch
    {
        [var path] => (Path.GetFileName(path), path),
        ["", var path] => throw new CliException($"missing key name for file path {JsonText.Quote(path)} in source {JsonText.Quote(source)}"),
        [var key, ""] => throw new CliException($"missing file path for key name {JsonText.Quote(key)} in source {JsonText.Quote(source)}"),
        [var key, var path] => (key, path),
        _ => throw new CliException($"source {JsonText.Quote(source)} key name or file path contains '='"),
    };

    private static IEnumerable<(string, byte[])> Lines(string text)
    {
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Select(static l => l.TrimEnd('\r').TrimStart()).Where(static l => l.Length > 0 && l[0] != '#'))
        {
            var pair = line.Split('=', 2);
            yield return (pair[0], Encoding.UTF8.GetBytes(pair.Length > 1 ? pair[1] : ""));
        }
    }
}
