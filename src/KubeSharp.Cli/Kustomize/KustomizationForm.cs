using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>The fields that a kustomization has. Source: the reference page "The Kustomization File" of Kustomize.</summary>
internal static class KustomizationForm
{
    private const string Named = "group string, version string, kind string, name string, namespace string";
    private const string Pairs = "namespace string, name string, behavior string, literals []string, files []string, envs []string, env string, options types.GeneratorOptions";

    private static readonly string[] _texts = ["types.PatchStrategicMerge", "types.SortOrder"];

    // By type: the fields and their types.
    private static readonly Dictionary<string, Dictionary<string, string>> _fields = new(StringComparer.Ordinal)
    {
        ["Kustomization"] = Fields("kind string, apiVersion string, metadata types.ObjectMeta, openapi map[string]string, namePrefix string, nameSuffix string, namespace string, commonLabels map[string]string, labels []types.Label, "
            + "commonAnnotations map[string]string, patchesStrategicMerge []types.PatchStrategicMerge, patchesJson6902 []types.Patch, patches []types.Patch, images []types.Image, imageTags []types.Image, replacements []types.ReplacementField, "
            + "replicas []types.Replica, vars []types.Var, sortOptions types.SortOptions, resources []string, components []string, crds []string, bases []string, configMapGenerator []types.ConfigMapArgs, secretGenerator []types.SecretArgs, "
            + "helmGlobals types.HelmGlobals, helmCharts []types.HelmChart, helmChartInflationGenerator []types.HelmChartArgs, generatorOptions types.GeneratorOptions, configurations []string, generators []string, transformers []string, validators []string, buildMetadata []string"),
        ["ObjectMeta"] = Fields("name string, namespace string, labels map[string]string, annotations map[string]string"),
        ["Label"] = Fields("pairs map[string]string, includeSelectors bool, includeTemplates bool, fields []types.FieldSpec"),
        ["FieldSpec"] = Fields("group string, version string, kind string, path string, create bool"),
        ["Patch"] = Fields("path string, patch string, target types.Selector, options types.PatchArgs"),
        ["PatchArgs"] = Fields("allowNameChange bool, allowKindChange bool"),
        ["Selector"] = Fields($"{Named}, annotationSelector string, labelSelector string"),
        ["Image"] = Fields("name string, newName string, tagSuffix string, newTag string, digest string"),
        ["ReplacementField"] = Fields("source types.SourceSelector, targets []types.TargetSelector, sourceValue string, path string"),
        ["SourceSelector"] = Fields($"{Named}, fieldPath string, options types.FieldOptions"),
        ["TargetSelector"] = Fields("select types.Selector, reject []types.Selector, fieldPaths []string, options types.FieldOptions"),
        ["FieldOptions"] = Fields("delimiter string, index int, encoding string, create bool"),
        ["Replica"] = Fields("name string, count int64"),
        ["Var"] = Fields("name string, objref types.Target, fieldref types.FieldSelector"),
        ["Target"] = Fields("apiVersion string, group string, version string, kind string, name string, namespace string"),
        ["FieldSelector"] = Fields("fieldPath string"),
        ["SortOptions"] = Fields("order types.SortOrder, legacySortOptions types.LegacySortOptions"),
        ["LegacySortOptions"] = Fields("orderFirst []string, orderLast []string"),
        ["ConfigMapArgs"] = Fields(Pairs),
        ["SecretArgs"] = Fields($"{Pairs}, type string"),
        ["GeneratorOptions"] = Fields("labels map[string]string, annotations map[string]string, disableNameSuffixHash bool, immutable bool"),
        ["HelmGlobals"] = Fields("chartHome string, configHome string"),
        ["HelmChart"] = Fields("name string, version string, repo string, releaseName string, namespace string, additionalValuesFiles []string, valuesFile string, valuesInline any, valuesMerge string, includeCRDs bool, skipHooks bool, "
            + "apiVersions []string, kubeVersion string, nameTemplate string, skipTests bool, debug bool, devel bool"),
        ["HelmChartArgs"] = Fields("chartName string, chartVersion string, chartRepoUrl string, chartHome string, chartRepoName string, helmBin string, helmHome string, values string, valuesLocal any, valuesMerge string, releaseName string, "
            + "releaseNamespace string, extraArgs []string"),
        ["TransformerConfig"] = Fields("namePrefix types.FsSlice, nameSuffix types.FsSlice, namespace types.FsSlice, commonLabels types.FsSlice, labels types.FsSlice, templateLabels types.FsSlice, commonAnnotations types.FsSlice, "
            + "nameReference builtinconfig.nbrSlice, varReference types.FsSlice, images types.FsSlice, replicas types.FsSlice"),
        ["NameBackReferences"] = Fields("group string, version string, kind string, fieldSpecs types.FsSlice"),
        // Compat: of configurations a path may be a number.
        ["ConfiguredField"] = Fields("group string, version string, kind string, path text, create bool"),
    };

    private static Dictionary<string, string> Fields(string text) => text.Split(", ").Select(static f => f.Split(' ')).ToDictionary(static f => f[0], static f => f[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>The kustomization of a text, with the names of fields as they are spelled and without what is empty. Pure.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static ObjectNode Read(string text)
    {
        try
        {
            // Compat: of a field that stands twice the last one counts.
            return Yaml.ReadAll(text, static _ => { }).FirstOrDefault() switch
            {
                ObjectNode fields => Struct(fields, "Kustomization", "Kustomization"),
                null or NullNode => ObjectNode.Empty,
                var other => throw new FormatException($"json: cannot unmarshal {Kind(other)} into Go value of type types.Kustomization"),
            };
        }
        catch (FormatException e) { throw new CliException($"invalid Kustomization: {e.Message.Replace("error converting YAML to JSON: ", "", StringComparison.Ordinal)}"); }
    }

    /// <summary>The configuration of transformers that a document is. Pure.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static ObjectNode Configuration(Node document)
    {
        try
        {
            return document switch
            {
                ObjectNode fields => Struct(fields, "TransformerConfig", ""),
                NullNode => ObjectNode.Empty,
                var other => throw new FormatException($"json: cannot unmarshal {Kind(other)} into Go value of type builtinconfig.TransformerConfig"),
            };
        }
        catch (FormatException e) { throw new CliException($"error unmarshaling JSON: while decoding JSON: {e.Message}"); }
    }

    // Compat: the first mistake in the order of the names counts, and the case of a name's letters does not.
    private static ObjectNode Struct(ObjectNode value, string type, string place)
    {
        var made = ObjectNode.Empty;
        foreach (var (name, field) in value.OrderBy(static f => f.Key, StringComparer.Ordinal))
        {
            var known = _fields[type].FirstOrDefault(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known.Key is null) { throw new FormatException($"json: unknown field \"{name}\""); }
            if (field is not NullNode) { made = made.Set(known.Key, Typed(field, known.Value, $"{place}.{name}")); }
        }
        return made;
    }

    // Compat: items of a list are not called fields.
    private static Node Typed(Node value, string type, string place, bool isItem = false)
    {
        ArrayNode Items(Node list, string fields, string called) => list is not ArrayNode items ? throw Wrong() : new ArrayNode([.. items.Select((one, at) => one switch
        {
            ObjectNode item => Struct(item, fields, $"{place}.{at}"),
            NullNode => ObjectNode.Empty,
            _ => throw new FormatException($"json: cannot unmarshal {Kind(one)} into {place}.{at} of type {called}"),
        })]);
        FormatException Wrong() => new($"json: cannot unmarshal {Kind(value)} into {(isItem ? "" : "Go struct field ")}{place} of type {(type == "any" ? "map[string]interface {}" : type)}");
        if (value is NullNode) { return type.StartsWith("types.", StringComparison.Ordinal) && !_texts.Contains(type) ? ObjectNode.Empty : ""; }
        switch (type)
        {
            case "any": return value is ObjectNode ? value : throw Wrong();
            case "string" or "types.PatchStrategicMerge" or "types.SortOrder": return value is StringNode ? value : throw Wrong();
            case "text": return value is ObjectNode or ArrayNode ? throw new FormatException($"json: cannot unmarshal {Kind(value)} into Go struct field {place} of type string") : value;
            case "types.FsSlice": return Items(value, "ConfiguredField", "types.FieldSpec");
            case "builtinconfig.nbrSlice": return Items(value, "NameBackReferences", "builtinconfig.NameBackReferences");
            case "bool": return value is BooleanNode ? value : throw Wrong();
            case "int" or "int64":
                if (value is not NumberNode) { throw Wrong(); }
                return long.TryParse(value.ToString(), out _) ? value : throw new FormatException($"json: cannot unmarshal number {value} into Go struct field {place} of type {type}");
            case "map[string]string": return value is ObjectNode entries ? ObjectNode.Of([.. entries.Select(e => (e.Key, (Node?)Typed(e.Value, "string", $"{place}.{e.Key}")))]) : throw Wrong();
            case ['[', ']', .. var item]: return value is ArrayNode items ? new ArrayNode([.. items.Select((one, at) => Typed(one, item, $"{place}.{at}", isItem: true))]) : throw Wrong();
            default: return value is ObjectNode fields ? Struct(fields, type["types.".Length..], place) : throw Wrong();
        }
    }

    private static string Kind(Node value) => value is BooleanNode ? "bool" : value.Kind;
}
