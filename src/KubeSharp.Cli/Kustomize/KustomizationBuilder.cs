using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Builds the objects of a folder, or of a repository, with a kustomization.yaml. Source: the Kustomization reference of kubectl's documentation.</summary>
/// <param name="helm">How charts are rendered; null: they are refused.</param>
/// <param name="warn">Told of fields that are deprecated.</param>
/// <param name="hasOrigins">Whether objects say where they and their changes come from; who builds takes away what nobody asked for.</param>
internal sealed class KustomizationBuilder(HelmCharts? helm, Action<string> warn, bool hasOrigins)
{
    private const string Version = "kustomize.config.k8s.io/v1beta1";
    private const string LocalConfiguration = "config.kubernetes.io/local-config";
    private const string ComponentVersion = "kustomize.config.k8s.io/v1alpha1";
    private static readonly string[] _names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    // Fields that have a successor: the field, and the words of the warning.
    private static readonly (string Field, string Successor, string Note)[] _deprecated =
    [
        ("bases", "resources", ""), ("commonLabels", "labels", ""), ("imageTags", "images", ""), ("patchesJson6902", "patches", ""), ("patchesStrategicMerge", "patches", ""), ("vars", "replacements", "[EXPERIMENTAL] "),
    ];

    /// <summary>The objects of the folder or address, changed as it says, in the order that kubectl prints them.</summary>
    /// <exception cref="CliException">There is no kustomization, or it is wrong.</exception>
    /// <param name="isOpen">Whether files outside the folder may be read.</param>
    public static IReadOnlyList<ObjectNode> Build(string target, HelmCharts? helm = null, Action<string>? warn = null, bool isOpen = false)
    {
        using var root = BuildRoot.Open(target, isOpen);
        warn ??= static _ => { };
        var (spec, file) = Read(root, warn);
        CheckSchema(root, spec);
        var metadata = spec.Items("buildMetadata").Select(static b => b.Text()).ToHashSet();
        var built = new KustomizationBuilder(helm, warn, metadata.Count > 0).Accumulated(root, spec, new Kustomized([], []), new Origin("") { File = file });
        var named = References.WithHashes(built.Objects, built.Fields);
        var plain = Replacements.Variables(named, built.Variables).Where(static o => o.Text("metadata", "annotations", LocalConfiguration) is "" or "false").Select(References.Plain);
        if (!metadata.Contains("originAnnotations")) { plain = plain.Select(static o => Origin.Without(o, Origin.Note)); }
        if (!metadata.Contains("transformerAnnotations")) { plain = plain.Select(static o => Origin.Without(o, Origin.ChangesNote)); }
        if (metadata.Contains("managedByLabel")) { plain = plain.Select(static o => (ObjectNode)o.With(["metadata", "labels", "app.kubernetes.io/managed-by"], "kustomize-(devel)")); }
        if (spec.Text("sortOptions", "order") is not ("" or "fifo" or "legacy")) { throw new CliException("the field 'sortOptions.order' must be one of [fifo, legacy]"); }
        return [.. LegacyOrder.Sorted(plain, spec.At("sortOptions"))];
    }

    private static (ObjectNode Spec, string File) Read(BuildRoot root, Action<string> warn)
    {
        var texts = new List<(string Text, string File)>();
        foreach (var name in _names)
        {
            try { texts.Add((root.Text(name), name)); }
            catch (CliException) { }
        }
        if (texts.Count == 0) { throw new CliException($"unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '{root.Folder}'"); }
        if (texts.Count > 1) { throw new CliException($"Found multiple kustomization files under: {root.Folder}"); }
        var spec = KustomizationForm.Read(texts[0].Text);
        foreach (var (field, successor, note) in _deprecated.Where(d => spec[d.Field] is not null)) { warn($"# Warning: '{field}' is deprecated. Please use '{successor}' instead. {note}Run 'kustomize edit fix' to update your Kustomization automatically."); }
        if (spec.All(static f => f.Key is "kind" or "apiVersion" || f.Value is StringNode { Value: "" })) { throw new CliException("kustomization.yaml is empty"); }
        var kind = spec.TextOr("Kustomization", "kind");
        var wanted = kind == "Component" ? ComponentVersion : Version;
        var mistakes = new List<string>();
        if (kind is not ("Kustomization" or "Component")) { mistakes.Add("kind should be Kustomization or Component"); }
        if (spec.TextOr(wanted, "apiVersion") != wanted) { mistakes.Add($"apiVersion for {kind} should be {wanted}"); }
        return mistakes.Count == 0 ? (spec, texts[0].File) : throw new CliException($"Failed to read kustomization file under {root.Folder}:\n{string.Join('\n', mistakes)}");
    }

    private static void CheckSchema(BuildRoot root, ObjectNode spec)
    {
        if (spec.Text("openapi", "path") is { Length: > 0 } schema) { root.Load(schema); }
    }

    // What goes wrong is told behind what was being done.
    private static T While<T>(string doing, Func<T> act)
    {
        try { return act(); }
        catch (CliException e) { throw new CliException($"{doing}: {e.Message}"); }
    }

    private Kustomized Accumulated(BuildRoot root, ObjectNode spec, Kustomized before, Origin origin)
    {
        var all = before with { Objects = [.. before.Objects], Variables = [.. before.Variables] };
        var resources = spec.Items("resources").Concat(spec.Items("bases")).Select(static r => r.Text()).ToArray();
        While("accumulating resources", () => Resources(root, resources, all, origin));
        foreach (var file in spec.Items("configurations")) { all.Fields = all.Fields.With(Fields(root, file.Text())); }
        var definitions = spec.Items("crds").Select(static c => c.Text()).ToArray();
        While($"loading CRDs [{string.Join(' ', definitions)}]", () => all.Fields = definitions.Aggregate(all.Fields, (known, file) => known.With(FieldsOfDefinitions.Read(root.Text(file), file))));
        var objects = all.Objects;
        foreach (var kind in (ReadOnlySpan<string>)["Secret", "ConfigMap"]) { Made(objects, origin.By(kind + "Generator"), () => Generators.Add(objects, spec, kind, root)); }
        if (spec.Items("helmCharts").Any()) { Made(objects, origin.By("HelmChartInflationGenerator"), () => objects.AddRange(Charts(spec, root))); }
        foreach (var file in While("loading generator plugins", () => GeneratorFiles(root, spec, origin))) { Made(objects, Origin.Of(file), () => Generators.Add(objects, file, root, helm)); }
        all = While("accumulating components", () => spec.Items("components").Aggregate(all with { Objects = objects }, (sofar, component) => Component(root, component.Text(), sofar, origin)));
        objects = KustomizationPatches.Apply(all.Objects, spec, root);
        Step[] own = [.. Step.Of(spec, all.Fields)];
        foreach (var kind in KustomizationPatches.Kinds(spec).Concat(own.Select(static s => s.Kind)).OrderBy(Step.Place)) { Changed(objects, origin.By(kind)); }
        objects = own.Aggregate(objects, (sofar, step) => step.Apply(sofar, root, all.Fields));
        foreach (var step in Steps(root, spec, "transformers", origin))
        {
            objects = step.Apply(objects, root, all.Fields);
            Changed(objects, Origin.Of((ObjectNode)step.Settings));
        }
        foreach (var step in Steps(root, spec, "validators", origin))
        {
            if (!step.Apply(objects, root, all.Fields).SequenceEqual(objects)) { throw new CliException("validator shouldn't modify the resource map"); }
        }
        return all with { Objects = objects, Variables = [.. all.Variables, .. spec.Items("vars")] };
    }

    // What a generator makes says so.
    private void Made(List<ObjectNode> objects, Origin by, Action make)
    {
        var before = objects.Count;
        make();
        for (var i = before; hasOrigins && i < objects.Count; i++) { objects[i] = by.Noted(objects[i]); }
    }

    // Compat: what a transformer did not touch says that it was changed, too.
    private void Changed(List<ObjectNode> objects, Origin by)
    {
        for (var i = 0; hasOrigins && i < objects.Count; i++) { objects[i] = by.NotedAsChange(objects[i]); }
    }

    private IEnumerable<ObjectNode> Charts(ObjectNode spec, BuildRoot root)
    {
        var chart = (ObjectNode)spec.Items("helmCharts").First();
        var shown = (spec["helmGlobals"] as ObjectNode ?? ObjectNode.Empty).Aggregate(chart, static (c, f) => c.Set(f.Key, f.Value));
        return Configured.By("HelmChartInflationGenerator", shown, () => helm ?? throw new CliException("must specify --enable-helm")).Render(spec, root.Folder);
    }

    private static FieldConfiguration Fields(BuildRoot root, string file)
    {
        try { return Yaml.ReadAll(root.Text(file), static _ => { }).Aggregate(FieldConfiguration.None, static (all, document) => all.With(FieldConfiguration.Read(document))); }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    private IEnumerable<Step> Steps(BuildRoot root, ObjectNode spec, string list, Origin origin) => Plugins(root, spec, list, origin)
        .Select(static file => Step.Of(Own(file)) ?? throw new CliException(Generators.Makes(file.Text("kind")) ? $"plugin {Identity.Of(file)} not a transformer" : $"unable to load builtin {Identity.Kind("builtin", file.Text("kind"))}"));

    private List<ObjectNode> GeneratorFiles(BuildRoot root, ObjectNode spec, Origin origin)
    {
        var files = Plugins(root, spec, "generators", origin);
        foreach (var file in files)
        {
            While("failed to load generator", () => Generators.Makes(Own(file).Text("kind")) ? file
                : throw new CliException(Step.Of(file) is not null ? $"plugin {Identity.Of(file)} not a generator" : $"unable to load builtin {Identity.Kind("builtin", file.Text("kind"))}"));
        }
        return files;
    }

    // Compat: programs of one's own are never run, as kubectl never allows them.
    private static ObjectNode Own(ObjectNode file) => file.Text("apiVersion") == "builtin" ? file : throw new CliException($"external plugins disabled; unable to load external plugin '{file.Text("kind")}'");

    // Entries are texts that are a configuration, or files and folders of them.
    private List<ObjectNode> Plugins(BuildRoot root, ObjectNode spec, string list, Origin origin)
    {
        var (found, files) = (new Kustomized([], []), new List<string>());
        foreach (var entry in spec.Items(list).Select(static p => p.Text()))
        {
            try { Add(found, ResourceFile.Objects(entry, "").Select(o => hasOrigins ? origin.At(origin.File).Noted(o) : o), ""); }
            catch (CliException) { files.Add(entry); }
        }
        Resources(root, files, found, origin);
        return found.Objects;
    }

    // An entry is a file first; what is none is a folder or a repository.
    private Kustomized Resources(BuildRoot root, IReadOnlyList<string> entries, Kustomized all, Origin origin)
    {
        foreach (var entry in entries)
        {
            CliException failure;
            try
            {
                var read = While($"accumulating resources from '{entry}'", () => ResourceFile.Objects(root.Text(entry), entry));
                Add(all, hasOrigins ? read.Select(origin.At(entry).Noted) : read, $"merging resources from '{entry}'");
                continue;
            }
            catch (CliException e) when (!e.Message.Contains("HTTP Error: status code", StringComparison.Ordinal)) { failure = e; }
            try
            {
                using var below = root.Below(entry);
                Folder(below, all, isComponent: false, origin.At(entry));
            }
            catch (CliException e)
            {
                // Of a text that is no YAML nobody wants to read that it is no folder either.
                var isFile = failure.Message.Contains("MalformedYAMLError", StringComparison.Ordinal) && !e.Message.StartsWith("hit ", StringComparison.Ordinal);
                throw new CliException(isFile ? failure.Message : $"accumulation err='{failure.Message}': {e.Message}");
            }
        }
        return all;
    }

    private Kustomized Component(BuildRoot root, string entry, Kustomized sofar, Origin origin)
    {
        BuildRoot below;
        try { below = root.Below(entry); }
        catch (CliException e) { throw new CliException($"loader.New {JsonText.Quote(e.Message)}"); }
        using (below)
        {
            try { return Folder(below, sofar, isComponent: true, origin.At(entry)); }
            catch (CliException e) { throw new CliException($"accumulateDirectory: {JsonText.Quote(e.Message)}"); }
        }
    }

    // A component changes what there is already; any other kustomization is built alone and added.
    private Kustomized Folder(BuildRoot root, Kustomized all, bool isComponent, Origin origin)
    {
        var (spec, file) = While($"couldn't make target for path '{root.Folder}'", () => Read(root, warn));
        CheckSchema(root, spec);
        var kind = spec.TextOr("Kustomization", "kind");
        if (isComponent && kind != "Component") { throw new CliException($"expected kind 'Component' for path '{root.Folder}' but got '{kind}'"); }
        if (!isComponent && kind == "Component") { throw new CliException($"expected kind != 'Component' for path '{root.Folder}'"); }
        var built = While($"recursed accumulation of path '{root.Folder}'", () => Accumulated(root, spec, isComponent ? all : new Kustomized([], []), origin with { File = file }));
        if (isComponent) { return built; }
        Add(all, built.Objects, $"recursed merging from path '{root.Folder}'");
        all.Fields = all.Fields.With(built.Fields);
        all.Variables.AddRange(built.Variables);
        return all;
    }

    private static void Add(Kustomized all, IEnumerable<ObjectNode> objects, string doing)
    {
        foreach (var content in objects)
        {
            if (all.Objects.Any(o => Identity.AreSame(o, content))) { throw new CliException($"{doing}: may not add resource with an already registered id: {Identity.Of(content)}"); }
            all.Objects.Add(content);
        }
    }
}
