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
    private const string ValidatedBy = "validated-by";
    private const string ComponentVersion = "kustomize.config.k8s.io/v1alpha1";
    private const string SchemaVersion = "v1.21.2";
    private static readonly string[] _names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    // Fields that have a successor: the field, and the words of the warning.
    private static readonly (string Field, string Successor, string Note)[] _deprecated =
    [
        ("bases", "resources", ""), ("commonLabels", "labels", ""), ("imageTags", "images", ""), ("patchesJson6902", "patches", ""), ("patchesStrategicMerge", "patches", ""), ("vars", "replacements", "[EXPERIMENTAL] "),
    ];

    private bool _hasSchema;

    /// <summary>The objects of the folder or address, changed as it says, in the order that kubectl prints them.</summary>
    /// <exception cref="CliException">There is no kustomization, or it is wrong.</exception>
    /// <param name="isOpen">Whether files outside the folder may be read.</param>
    public static IReadOnlyList<ObjectNode> Build(string target, HelmCharts? helm = null, Action<string>? warn = null, bool isOpen = false)
    {
        using var root = BuildRoot.Open(target, isOpen);
        warn ??= static _ => { };
        var (spec, file) = Read(root, warn);
        var metadata = spec.Items("buildMetadata").Select(static b => b.Text()).ToHashSet();
        var builder = new KustomizationBuilder(helm, warn, metadata.Count > 0);
        builder.CheckSchema(root, spec);
        var built = builder.Accumulated(root, spec, new Kustomized([], []), new Origin("") { File = file });
        var named = References.Followed(References.WithHashes(built.Objects), built.Fields);
        var plain = Variables.Replaced(named, built.Variables, built.Fields, warn).Where(static o => o.Text("metadata", "annotations", LocalConfiguration) is "" or "false").Select(BuildNotes.Plain);
        if (!metadata.Contains("originAnnotations")) { plain = plain.Select(static o => BuildNotes.Without(o, Origin.Note)); }
        if (!metadata.Contains("transformerAnnotations")) { plain = plain.Select(static o => BuildNotes.Without(o, Origin.ChangesNote)); }
        if (metadata.Contains("managedByLabel")) { plain = plain.Select(static o => (ObjectNode)o.With(["metadata", "labels", "app.kubernetes.io/managed-by"], "kustomize-(devel)")); }
        if (spec.At("sortOptions") is { } sorting)
        {
            if (sorting.Text("order") is not ("fifo" or "legacy")) { throw new CliException("the field 'sortOptions.order' must be one of [fifo, legacy]"); }
            if (sorting.Text("order") == "fifo" && sorting.At("legacySortOptions") is not null) { throw new CliException("the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'"); }
        }
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

    // Compat: what schema there is is looked at until one is set.
    private void CheckSchema(BuildRoot root, ObjectNode spec)
    {
        var (path, version) = (spec.Text("openapi", "path"), spec.Text("openapi", "version"));
        if (path.Length > 0) { root.Load(path); }
        if (_hasSchema) { return; }
        if (path.Length > 0 && spec.At("openapi", "version") is not null) { throw new CliException("builtin version and custom schema provided, cannot use both"); }
        if (version is not ("" or SchemaVersion)) { throw new CliException("the specified OpenAPI version is not built in"); }
        _hasSchema = path.Length + version.Length > 0;
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
        Generate(root, spec, all.Objects, origin);
        all = While("accumulating components", () => spec.Items("components").Aggregate(all, (sofar, component) => Component(root, component.Text(), sofar, origin)));
        var own = Step.Of(spec, all.Fields, root);
        var steps = Steps(root, spec, "transformers", origin);
        var objects = all.Objects;
        foreach (var (step, by) in own.Select(s => (s, origin.By(s.Kind))).Concat(steps.Select(static s => (s, Origin.Of(s.Settings)))))
        {
            objects = step.Apply(objects);
            if (hasOrigins) { objects = [.. objects.Select(by.NotedAsChange)]; }
        }
        foreach (var step in Steps(root, spec, "validators", origin)) { Validate(step, objects); }
        var variables = spec.Items("vars").ToArray();
        return all with { Objects = Variables.Noted(objects, all.Variables, variables), Variables = [.. all.Variables, .. variables] };
    }

    private static void Validate(Step step, List<ObjectNode> objects)
    {
        var after = step.Apply(objects);
        if (after.Count != objects.Count) { throw new CliException($"validator shouldn't modify the resource map: lists have different number of entries"); }
        foreach (var before in objects)
        {
            var id = ObjectId.Of(before);
            var same = after.Where(o => ObjectId.Of(o).Is(id)).ToArray();
            if (same.Length != 1) { throw new CliException($"validator shouldn't modify the resource map: {(same.Length == 0 ? $"id in self missing from other; id: {id}" : $"id in self matches {same.Length} in other; id: {id}")}"); }
            var plain = BuildNotes.Plain(same[0]);
            if (plain.At("metadata", "labels", ValidatedBy) is not null) { plain = (ObjectNode)plain.With(["metadata", "labels", ValidatedBy], null); }
            if (!plain.Equals(BuildNotes.Plain(before))) { throw new CliException($"validator shouldn't modify the resource map: nodes unequal: \n -- {Configured.Json(before)},\n -- {Configured.Json(same[0])}\n\n--\n"); }
        }
    }

    // All generators are read before the first one makes anything.
    private void Generate(BuildRoot root, ObjectNode spec, List<ObjectNode> objects, Origin origin)
    {
        var generators = Generators.Own(spec, root, helm).Select(g => (By: origin.By(g.Kind), g.Make)).ToList();
        While("loading generator plugins", () =>
        {
            foreach (var file in Plugins(root, spec, "generators", origin))
            {
                var make = While("failed to load generator", () => Generators.IsKnown(Own(file).Text("kind")) ? Generators.Of(file, root, helm)
                    : throw new CliException(Step.Of(Own(file), root) is not null ? $"plugin {Identity.Of(file)} not a generator" : $"unable to load builtin {Identity.Kind("builtin", file.Text("kind"))}"));
                generators.Add((Origin.Of(file), make));
            }
            return generators;
        });
        foreach (var (by, make) in generators)
        {
            foreach (var made in make()) { Generators.Absorb(objects, hasOrigins && made.Text("metadata", "annotations", Origin.Note).Length == 0 ? by.Noted(made) : made); }
        }
    }

    private static FieldConfiguration Fields(BuildRoot root, string file)
    {
        try { return Yaml.ReadAll(root.Text(file), static _ => { }).Aggregate(FieldConfiguration.None, static (all, document) => all.With(FieldConfiguration.Read(KustomizationForm.Configuration(document)))); }
        catch (FormatException e) { throw new CliException(e.Message); }
    }

    private IReadOnlyList<Step> Steps(BuildRoot root, ObjectNode spec, string list, Origin origin) => [.. Plugins(root, spec, list, origin)
        .Select(file => Step.Of(Own(file), root) ?? throw new CliException(Generators.IsKnown(file.Text("kind")) ? $"plugin {Identity.Of(file)} not a transformer" : $"unable to load builtin {Identity.Kind("builtin", file.Text("kind"))}"))];

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
        Variables.CheckOnce(all.Variables, built.Variables, $"recursed merging from path '{root.Folder}': ");
        all.Variables.AddRange(built.Variables);
        return all;
    }

    private static void Add(Kustomized all, IEnumerable<ObjectNode> objects, string doing)
    {
        foreach (var content in objects)
        {
            var id = ObjectId.Of(content);
            if (all.Objects.Any(o => ObjectId.Of(o).Is(id))) { throw new CliException($"{doing}: may not add resource with an already registered id: {id}"); }
            all.Objects.Add(content);
        }
    }
}
