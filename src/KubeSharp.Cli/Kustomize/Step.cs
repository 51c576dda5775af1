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
/// <param name="Fields">The fields that it changes.</param>
internal sealed record Step(string Kind, Node Settings, ImmutableArray<FieldSpec> Fields)
{
    private const string NamePath = "metadata/name";

    // Names that are never given another beginning or end.
    private static readonly FieldSpec[] _keepNames = [new("", "CustomResourceDefinition", "", "", false), new("", "APIService", "apiregistration.k8s.io", "", false), new("", "Namespace", "", "", false)];

    // The order of those that are fields of a kustomization.
    private static readonly string[] _order =
    [
        "PatchStrategicMergeTransformer", "PatchTransformer", "NamespaceTransformer", "PrefixTransformer", "SuffixTransformer", "LabelTransformer", "AnnotationsTransformer", "PatchJson6902Transformer", "ReplicaCountTransformer",
        "ImageTagTransformer", "ReplacementTransformer",
    ];

    private static readonly Dictionary<string, Func<Step, List<ObjectNode>, BuildRoot, FieldConfiguration, List<ObjectNode>>> _kinds = new(StringComparer.Ordinal)
    {
        ["NamespaceTransformer"] = static (s, all, _, known) => References.Moved(all, o => Namespaces.Put(o, s), known),
        ["PrefixTransformer"] = static (s, all, _, known) => s.Renamed(all, n => s.Settings.Text("prefix") + n, known),
        ["SuffixTransformer"] = static (s, all, _, known) => s.Renamed(all, n => n + s.Settings.Text("suffix"), known),
        ["LabelTransformer"] = static (s, all, _, _) => s.WithEntries(all, s.Settings.At("labels")),
        ["AnnotationsTransformer"] = static (s, all, _, _) => s.WithEntries(all, s.Settings.At("annotations")),
        ["ReplicaCountTransformer"] = static (s, all, _, _) => s.Scaled(all),
        ["ImageTagTransformer"] = static (s, all, _, _) => [.. all.Select(o => Images.Put(o, s.Settings.At("imageTag") ?? ObjectNode.Empty, s.Fields))],
        ["ReplacementTransformer"] = static (s, all, root, _) => Replacements.Apply(all, s.Settings, root),
        ["PatchTransformer"] = static (s, all, root, _) => KustomizationPatches.Apply(all, ObjectNode.Of(("patches", ArrayNode.Of(s.Settings))), root),
        ["PatchStrategicMergeTransformer"] = static (s, all, root, _) => KustomizationPatches.Apply(all, ObjectNode.Of(("patchesStrategicMerge", new ArrayNode([.. s.Settings.Items("paths"), .. s.Settings.Text("patches") is { Length: > 0 } given ? [given + "\n"] : Array.Empty<Node>()]))), root),
        ["PatchJson6902Transformer"] = static (s, all, root, _) => KustomizationPatches.Apply(all, ObjectNode.Of(("patches", ArrayNode.Of(ObjectNode.Of(("target", s.Settings.At("target")), ("path", s.Settings.At("path")), ("patch", s.Settings.At("jsonOp")))))), root),
        ["ValueAddTransformer"] = static (s, all, root, _) => AddedValues.Put(all, (ObjectNode)s.Settings, root),
    };

    /// <summary>Where a transformer stands among those of a kustomization's fields.</summary>
    public static int Place(string kind) => Array.IndexOf(_order, kind);

    /// <summary>The steps that a kustomization's own fields ask for, in their order.</summary>
    public static IEnumerable<Step> Of(Node spec, FieldConfiguration known)
    {
        if (spec.Text("namespace") is { Length: > 0 } ns) { yield return new("NamespaceTransformer", ObjectNode.Of(("metadata", ObjectNode.Of(("namespace", ns)))), known["namespace"]); }
        if (spec.Text("namePrefix") is { Length: > 0 } prefix) { yield return new("PrefixTransformer", ObjectNode.Of(("prefix", prefix)), known["namePrefix"]); }
        if (spec.Text("nameSuffix") is { Length: > 0 } suffix) { yield return new("SuffixTransformer", ObjectNode.Of(("suffix", suffix)), known["nameSuffix"]); }
        foreach (var label in spec.Items("labels")) { yield return new("LabelTransformer", ObjectNode.Of(("labels", label.At("pairs"))), LabelFields(label, known)); }
        // Compat: other labels are followed by common ones even where there are none.
        if (spec.At("commonLabels") is not null || spec.Items("labels").Any()) { yield return new("LabelTransformer", ObjectNode.Of(("labels", spec.At("commonLabels"))), known["commonLabels"]); }
        if (spec.At("commonAnnotations") is { } annotations) { yield return new("AnnotationsTransformer", ObjectNode.Of(("annotations", annotations)), known["commonAnnotations"]); }
        foreach (var replica in spec.Items("replicas")) { yield return new("ReplicaCountTransformer", ObjectNode.Of(("replica", replica)), known["replicas"]); }
        foreach (var image in spec.Items("images").Concat(spec.Items("imageTags"))) { yield return new("ImageTagTransformer", ObjectNode.Of(("imageTag", image)), known["images"]); }
        if (spec.Items("replacements").Any()) { yield return new("ReplacementTransformer", ObjectNode.Of(("replacements", spec.At("replacements"))), []); }
    }

    /// <summary>The step that a file configures; null: its kind is no transformer.</summary>
    /// <exception cref="CliException">It lacks what the step needs.</exception>
    public static Step? Of(ObjectNode file)
    {
        var kind = file.Text("kind");
        return !_kinds.ContainsKey(kind) ? null : Configured.By(kind, file, () =>
        {
            if (kind is "PrefixTransformer" or "SuffixTransformer" && file["fieldSpecs"] is not ArrayNode) { throw new CliException("fieldSpecs is not expected to be nil"); }
            if (kind == "NamespaceTransformer") { Namespaces.Meant(file); }
            return new Step(kind, file, [.. file.Items("fieldSpecs").Select(FieldSpec.Read)]);
        });
    }

    /// <summary>The objects, changed.</summary>
    /// <exception cref="CliException">The step does not fit them.</exception>
    public List<ObjectNode> Apply(List<ObjectNode> objects, BuildRoot root, FieldConfiguration known) => _kinds[Kind](this, objects, root, known);

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

    private List<ObjectNode> WithEntries(List<ObjectNode> objects, Node? entries)
    {
        if (entries is not ObjectNode { Count: > 0 } given) { return objects; }
        Node With(Node? old) => given.OrderBy(static e => e.Key, StringComparer.Ordinal).Aggregate(old as ObjectNode ?? ObjectNode.Empty, static (map, e) => map.Set(e.Key, e.Value));
        return [.. objects.Select(o => Fields.Aggregate(o, (content, field) => field.Change(content, With)))];
    }

    private List<ObjectNode> Renamed(List<ObjectNode> objects, Func<string, string> name, FieldConfiguration known)
    {
        bool IsKept(ObjectNode content) => _keepNames.Any(k => k.Fits(content));
        Node With(Node? old) => name(old.Text())!;
        var others = Fields.Where(static f => f.Path != NamePath);
        var changed = objects.Select(o => IsKept(o) ? o : others.Aggregate(o, (content, field) => field.Change(content, With)));
        return References.Moved([.. changed], o => !IsKept(o) && Fields.Any(f => f.Path == NamePath && f.Fits(o)) ? (ObjectNode)o.With(["metadata", "name"], name(o.Text("metadata", "name"))) : o, known);
    }

    private List<ObjectNode> Scaled(List<ObjectNode> objects)
    {
        var replica = Settings.At("replica");
        var name = replica.Text("name");
        bool IsMeant(ObjectNode content, FieldSpec field) => field.Fits(content) && (content.Text("metadata", "name") == name || References.PreviousNames(content).Contains(name));
        if (!objects.Any(o => Fields.Any(f => IsMeant(o, f)))) { throw new CliException($"resource with name {name} does not match a config with the following GVK [{string.Join(' ', Fields.Select(static f => Identity.Kind(f.Group, f.Version, f.Kind)))}]"); }
        return [.. objects.Select(o => Fields.Where(f => IsMeant(o, f)).Aggregate(o, (content, field) => field.Change(content, _ => replica?.At("count") ?? 0)))];
    }
}
