using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Applying;

/// <summary>What others changed since it was applied last, and apply --overwrite=false leaves to them.</summary>
internal static class PatchConflict
{
    /// <summary>The patch and what others changed, where they set the same fields; empty: they do not. Pure.</summary>
    public static string Of(ObjectNode patch, ObjectNode live, Schema schema)
    {
        var original = LastApplied.Of(live) ?? ObjectNode.Empty;
        var changed = ThreeWay.Strategic(original, live, original, schema);
        return Differ(patch, changed) ? $"patch:\n{Written(patch)}\nconflicts with changes made from original to current:\n{Written(changed)}\n" : "";
    }

    /// <summary>Warns of a conflict as upstream does, for each source of schemas; gives the failure.</summary>
    public static CliException Told(TextWriter error, ResourceItem item, ObjectNode wanted, ObjectNode live, string conflict)
    {
        foreach (var source in (string[])["openapi v3", "openapi"]) { error.WriteLine($"warning: error calculating patch from {source} spec: {conflict}"); }
        return new CliException($"""
            error when applying patch:

            to:
            {item.Described}
            for: "{item.Source}": error when patching "{item.Source}": creating patch with:
            original:
            {live.TextAt("metadata", "annotations", LastApplied.Annotation)}
            modified:
            {Printing.JsonText.Of(FieldOrder.Sorted(wanted), 0)}

            current:
            {Printing.JsonText.Of(FieldOrder.Sorted(live), 0)}

            for: {conflict}
            """);
    }

    private static string Written(ObjectNode content) => Yaml.Write(FieldOrder.Sorted(content));

    // Compat: what stands in both and is not the same; items of lists are compared one by one.
    private static bool Differ(Node ours, Node theirs) => (ours, theirs) switch
    {
        (ObjectNode left, ObjectNode right) => left.Any(f => right[f.Key] is { } other && Differ(f.Value, other)),
        (ArrayNode left, ArrayNode right) => left.Count != right.Count || left.Zip(right).Any(static p => Differ(p.First, p.Second)),
        _ => !ours.Equals(theirs),
    };
}
