using System.Collections.Immutable;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>
/// A step of a build that changes objects: one of Kustomize's built-in transformers. The fields of a kustomization become steps, and so do the files that it
/// names as transformers. Source: Kustomize, built-in plugins.
/// </summary>
/// <param name="Kind">The transformer's kind.</param>
/// <param name="Settings">What it is told.</param>
/// <param name="Apply">The objects, changed; a <see cref="CliException"/> where the step does not fit them.</param>
internal sealed record Step(string Kind, ObjectNode Settings, Func<List<ObjectNode>, List<ObjectNode>> Apply)
{
    private const string NamePath = "metadata/name";

    // Names that are never given another beginning or end.
    private static readonly FieldSpec[] _keepNames = [new("", "CustomResourceDefinition", "", "", false), new("", "APIService", "apiregistration.k8s.io", "", false), new("", "Namespace", "", "", false)];

    private delegate Func<List<ObjectNode>, List<ObjectNode>> Reader(ObjectNode settings, ImmutableArray<FieldSpec> fields, BuildRoot root);

    private static readonly Dictionary<string, Reader> _kinds = new(StringComparer.Ordinal)
    {
        ["NamespaceTransformer"] = static (s, fields, _) => { Namespaces.Meant(s); return all => Namespaces.Put(all, s, fields); },
        ["PrefixTransformer"] = static (s, fields, _) => all => Renamed(all, s.Text("prefix"), "", fields),
        ["SuffixTransformer"] = static (s, fields, _) => all => Renamed(all, "", s.Text("suffix"), fields),
        ["LabelTransformer"] = static (s, fields, _) => all => WithEntries(all, s.At("labels"), fields),
        ["AnnotationsTransformer"] = static (s, fields, _) => all => WithEntries(all, s.At("annotations"), fields),
        ["ReplicaCountTransformer"] = static (s, fields, _) => all => Scaled(all, s.At("replica"), fields),
        ["ImageTagTransformer"] = static (s, fields, _) => all => [.. all.Select(o => Images.Put(o, s.At("imageTag") ?? ObjectNode.Empty, fields))],
        ["ReplacementTransformer"] = static (s, _, root) => { var read = Replacements.Read(s, root); return all => Replacements.Apply(all, read); },
        ["PatchTransformer"] = static (s, _, root) => KustomizationPatches.Read(s, root),
        ["PatchStrategicMergeTransformer"] = static (s, _, root) => KustomizationPatches.Read([.. s.Items("paths").Select(static p => p.Text())], s.Text("patches"), root),
        ["PatchJson6902Transformer"] = static (s, _, root) => KustomizationPatches.ReadOperations(s, root),
        ["ValueAddTransformer"] = static (s, _, root) => AddedValues.Read(s, root),
        ["HashTransformer"] = static (_, _, _) => References.WithHashes,
        ["PrefixSuffixTransformer"] = static (s, fields, _) => all => Renamed(Renamed(all, s.Text("prefix"), "", fields), "", s.Text("suffix"), fields),
    };

    /// <summary>The steps that a kustomization's own fields ask for, in their order.</summary>
    /// <exception cref="CliException">One of them is told wrong.</exception>
    public static IReadOnlyList<Step> Of(Node spec, FieldConfiguration known, BuildRoot root)
    {
        var steps = new List<Step>();
        void Add(string kind, ObjectNode settings, ImmutableArray<FieldSpec> fields) => steps.Add(new(kind, settings, Configured.By(kind, settings, () => _kinds[kind](settings, fields, root))));
        if (spec.Items("patchesStrategicMerge").Any()) { Add("PatchStrategicMergeTransformer", ObjectNode.Of(("paths", spec.At("patchesStrategicMerge"))), []); }
        foreach (var patch in spec.Items("patches")) { Add("PatchTransformer", (ObjectNode)patch, []); }
        if (spec.Text("namespace") is { Length: > 0 } ns) { Add("NamespaceTransformer", ObjectNode.Of(("metadata", ObjectNode.Of(("namespace", ns)))), known["namespace"]); }
        if (spec.Text("namePrefix") is { Length: > 0 } prefix) { Add("PrefixTransformer", ObjectNode.Of(("prefix", prefix)), known["namePrefix"]); }
        if (spec.Text("nameSuffix") is { Length: > 0 } suffix) { Add("SuffixTransformer", ObjectNode.Of(("suffix", suffix)), known["nameSuffix"]); }
        foreach (var label in spec.Items("labels")) { Add("LabelTransformer", ObjectNode.Of(("labels", label.At("pairs"))), LabelFields(label, known)); }
        // Compat: other labels are followed by common ones even where there are none.
        if (spec.At("commonLabels") is not null || spec.Items("labels").Any()) { Add("LabelTransformer", ObjectNode.Of(("labels", spec.At("commonLabels"))), known["commonLabels"]); }
        if (spec.At("commonAnnotations") is { } annotations) { Add("AnnotationsTransformer", ObjectNode.Of(("annotations", annotations)), known["commonAnnotations"]); }
        foreach (var patch in spec.Items("patchesJson6902")) { Add("PatchJson6902Transformer", ObjectNode.Of(("target", patch.At("target")), ("path", patch.At("path")), ("jsonOp", patch.At("patch"))), []); }
        foreach (var replica in spec.Items("replicas")) { Add("ReplicaCountTransformer", ObjectNode.Of(("replica", replica)), known["replicas"]); }
        foreach (var image in spec.Items("images").Concat(spec.Items("imageTags"))) { Add("ImageTagTransformer", ObjectNode.Of(("imageTag", image)), known["images"]); }
        if (spec.Items("replacements").Any()) { Add("ReplacementTransformer", ObjectNode.Of(("replacements", spec.At("replacements"))), []); }
        return steps;
    }

    /// <summary>The step that a file configures; null: its kind is no transformer.</summary>
    /// <exception cref="CliException">It lacks what the step needs.</exception>
    public static Step? Of(ObjectNode file, BuildRoot root)
    {
        var kind = file.Text("kind");
        return !_kinds.ContainsKey(kind) ? null : new Step(kind, file, Configured.By(kind, file, () =>
        {
            if (kind is "PrefixTransformer" or "SuffixTransformer" or "PrefixSuffixTransformer" && file["fieldSpecs"] is not ArrayNode) { throw new CliException("fieldSpecs is not expected to be nil"); }
            return _kinds[kind](file, [.. file.Items("fieldSpecs").Select(FieldSpec.Read)], root);
        }));
    }

    private static ImmutableArray<FieldSpec> LabelFields(Node label, FieldConfiguration known)
    {
        bool Is(string option) => label.At(option) is BooleanNode { Value: true };
        var (all, templates) = (Is("includeSelectors"), Is("includeTemplates"));
        var sections = new List<IEnumerable<FieldSpec>> { known["labels"] };
        if (all) { sections.Add(known["commonLabels"]); }
        if (!all && templates) { sections.Add(known["templateLabels"]); }
        if (!all) { sections.Add([new("metadata/labels", "", "", "", true)]); }
        try { return sections.Aggregate(label.Items("fields").Select(FieldSpec.Read).ToImmutableArray(), FieldConfiguration.With); }
        catch (FormatException e) { throw new CliException($"failed to merge {(all ? "labels" : templates ? "template fieldSpec" : "labels")}: {e.Message}"); }
    }

    private static List<ObjectNode> WithEntries(List<ObjectNode> objects, Node? entries, ImmutableArray<FieldSpec> fields)
    {
        if (entries is not ObjectNode { Count: > 0 } given) { return objects; }
        Node With(Node? old) => old is not (null or NullNode or ObjectNode) ? throw FieldPath.WrongKind("MappingNode", old) : given.OrderBy(static e => e.Key, StringComparer.Ordinal).Aggregate(old as ObjectNode ?? ObjectNode.Empty, static (map, e) => map.Set(e.Key, e.Value));
        return [.. objects.Select(o => fields.Aggregate(o, (content, field) => field.Change(content, With)))];
    }

    private static List<ObjectNode> Renamed(List<ObjectNode> objects, string prefix, string suffix, ImmutableArray<FieldSpec> fields) => [.. objects.Select(content =>
    {
        var first = BuildNotes.First(content);
        if (_keepNames.Any(k => first.IsOf(k.Group, k.Version, k.Kind))) { return content; }
        foreach (var field in fields.Where(f => first.IsOf(f.Group, f.Version, f.Kind)))
        {
            if (field.Path == NamePath)
            {
                content = BuildNotes.With(BuildNotes.With(content, BuildNotes.Prefixes, prefix), BuildNotes.Suffixes, suffix);
                if (prefix.Length + suffix.Length > 0) { content = BuildNotes.Remembering(content); }
            }
            content = field.Change(content, old => old is ObjectNode or ArrayNode ? throw FieldPath.WrongKind("ScalarNode", old) : $"{prefix}{old.Text()}{suffix}"!);
        }
        return content;
    })];

    private static List<ObjectNode> Scaled(List<ObjectNode> objects, Node? replica, ImmutableArray<FieldSpec> fields)
    {
        var name = replica.Text("name");
        bool IsMeant(ObjectNode content, FieldSpec field) => BuildNotes.Ids(content).Any(i => i.Name == name && i.IsOf(field.Group, field.Version, field.Kind));
        if (!objects.Any(o => fields.Any(f => IsMeant(o, f)))) { throw new CliException($"resource with name {name} does not match a config with the following GVK [{string.Join(' ', fields.Select(static f => Identity.Kind(f.Group, f.Version, f.Kind)))}]"); }
        return [.. objects.Select(o => fields.Where(f => IsMeant(o, f)).Aggregate(o, (content, field) => field.Change(content, _ => replica?.At("count") ?? 0)))];
    }
}
