using System.Text;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>configMapGenerator and secretGenerator.</summary>
internal static class Generators
{
    /// <summary>The annotation by which a generated object is known until its name is final.</summary>
    public const string NeedsHash = "kustomize.config.k8s.io/needs-hash";

    /// <summary>Adds those of a kind that the kustomization generates.</summary>
    /// <exception cref="CliException">A generator lacks something.</exception>
    public static void Add(List<ObjectNode> objects, Node spec, string kind, BuildRoot root)
    {
        foreach (var generator in spec.Items(kind == "Secret" ? "secretGenerator" : "configMapGenerator")) { Put(objects, generator, kind, spec.At("generatorOptions"), root); }
    }

    /// <summary>Whether there is a generator of the kind.</summary>
    public static bool Makes(string kind) => kind is "ConfigMapGenerator" or "SecretGenerator" or "HelmChartInflationGenerator" or "IAMPolicyGenerator";

    /// <summary>Adds what the generator makes that a file configures.</summary>
    /// <exception cref="CliException">It is none, or lacks something.</exception>
    public static void Add(List<ObjectNode> objects, ObjectNode file, BuildRoot root, HelmCharts? helm)
    {
        var kind = file.Text("kind");
        switch (kind)
        {
            case "ConfigMapGenerator" or "SecretGenerator":
                var named = file.Set("name", file.Text("metadata", "name"));
                if (file.Text("namespace").Length == 0) { named = named.Set("namespace", file.Text("metadata", "namespace")); }
                Put(objects, named, kind[..^"Generator".Length], null, root);
                return;
            case "HelmChartInflationGenerator":
                if (helm is null) { throw new CliException($"failed to load generator: plugin {Identity.Of(file)} fails configuration: must specify --enable-helm"); }
                objects.AddRange(helm.Render(ObjectNode.Of(("helmGlobals", file), ("helmCharts", ArrayNode.Of(file))), root.Folder));
                return;
            case "IAMPolicyGenerator":
                if (file.Text("cloud") != "gke") { throw new CliException($"cloud provider {file.Text("cloud")} not supported yet"); }
                objects.Add(ObjectNode.Of(("apiVersion", "v1"), ("kind", "ServiceAccount"), ("metadata", ObjectNode.Of(
                    ("annotations", ObjectNode.Of(("iam.gke.io/gcp-service-account", $"{file.Text("serviceAccount", "name")}@{file.Text("serviceAccount", "projectId")}.iam.gserviceaccount.com"))),
                    ("name", file.Text("kubernetesService", "name")), ("namespace", file.Text("kubernetesService", "namespace") is { Length: > 0 } ns ? ns : null)))));
                return;
            default: throw new ArgumentException($"no generator: {kind}", nameof(file));
        }
    }

    private static void Put(List<ObjectNode> objects, Node generator, string kind, Node? options, BuildRoot root)
    {
        var name = generator.Text("name");
        if (name.Length == 0) { throw new CliException("a configmap must have a name"); }
        var data = new SortedDictionary<string, Node>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries(generator, root))
        {
            if (!data.TryAdd(key, kind == "Secret" ? Convert.ToBase64String(value) : Encoding.UTF8.GetString(value))) { throw new CliException($"configmap {name} illegally repeats the key `{key}`"); }
        }
        var map = ObjectNode.Of([.. data.Select(static d => (d.Key, (Node?)d.Value))]);
        var (behavior, ns) = (generator.Text("behavior"), generator.Text("namespace"));
        var at = objects.FindIndex(o => o.Text("kind") == kind && (o.Text("metadata", "name") == name || References.PreviousNames(o).Contains(name)));
        if (at >= 0 != behavior is "merge" or "replace")
        {
            var id = $"id resid.ResId{{Gvk:resid.Gvk{{Group:\"\", Version:\"v1\", Kind:\"{kind}\", isClusterScoped:false}}, Name:\"{name}\", Namespace:\"{ns}\"}}";
            throw new CliException(at < 0 ? $"merging from generator {name}: {id} does not exist; cannot merge or replace"
                : $"merging from generator {name}: {id} exists; can not use behavior: '{(behavior == "create" ? "create" : "unspecified")}', behavior must be merge or replace");
        }
        if (at >= 0)
        {
            var old = behavior == "merge" ? objects[at]["data"] as ObjectNode ?? ObjectNode.Empty : ObjectNode.Empty;
            objects[at] = objects[at].Set("data", data.Aggregate(old, static (o, d) => o.Set(d.Key, d.Value)));
            return;
        }
        var own = generator.At("options");
        bool IsSet(string field) => own?.At(field) is BooleanNode { Value: true } || options?.At(field) is BooleanNode { Value: true };
        var annotations = Merge(options?.At("annotations"), own?.At("annotations"));
        if (!IsSet("disableNameSuffixHash")) { annotations = (annotations ?? ObjectNode.Empty).Set(NeedsHash, "enabled"); }
        objects.Add(ObjectNode.Of(("apiVersion", "v1"), ("kind", kind), ("metadata", ObjectNode.Of(("name", name), ("namespace", ns.Length > 0 ? ns : null), ("labels", Merge(options?.At("labels"), own?.At("labels"))), ("annotations", annotations))),
            ("data", map.Count > 0 ? map : null), ("type", kind == "Secret" ? generator.TextOr("Opaque", "type") : null), ("immutable", IsSet("immutable") ? true : null)));
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
