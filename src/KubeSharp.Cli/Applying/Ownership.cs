using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Applying;

/// <summary>What client-side apply owns of an object becomes what server-side apply owns, so that fields that leave the manifest leave the object.</summary>
internal static class Ownership
{
    /// <summary>The managed fields with the old entries in the new one; null: there is nothing to move. Pure.</summary>
    /// <param name="live">The object on the server.</param>
    /// <param name="manager">The manager of server-side apply.</param>
    /// <param name="appliers">Who applied it on the client side.</param>
    public static ArrayNode? Moved(Node live, string manager, IReadOnlyCollection<string> appliers)
    {
        var entries = (live.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty).ToList();
        var old = entries.Where(e => IsUpdate(e) && appliers.Contains(e.TextAt("manager") ?? "")).ToArray();
        if (old.Length == 0) { return null; }
        var at = entries.FindIndex(e => e.TextAt("manager") == manager && e.TextAt("operation") == "Apply" && e.TextAt("subresource") is null or "");
        var first = at >= 0 ? (ObjectNode)entries[at] : ((ObjectNode)old[0]).Set("manager", manager).Set("operation", "Apply");
        var fields = old.Aggregate(first["fieldsV1"] as ObjectNode ?? ObjectNode.Empty, static (all, e) => Union(all, e.At("fieldsV1") as ObjectNode ?? ObjectNode.Empty));
        var moved = first.Set("fieldsV1", fields);
        if (at >= 0) { entries[at] = moved; }
        else { entries.Add(moved); }
        return new ArrayNode([.. entries.Where(e => !old.Contains(e))]);
    }

    /// <summary>Who applied an object on the client side: who wrote what was applied last. Pure.</summary>
    public static IReadOnlyCollection<string> Appliers(Node live) => [.. (live.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty).Where(static e => IsUpdate(e) && Notes(e)).Select(static e => e.TextAt("manager") ?? "")];

    /// <summary>Whether server-side apply already keeps what was applied last. Pure.</summary>
    public static bool IsNoted(Node live) => (live.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty).Any(static e => e.TextAt("operation") == "Apply" && Notes(e));

    private static bool IsUpdate(Node entry) => entry.TextAt("operation") == "Update" && entry.TextAt("subresource") is null or "";

    private static bool Notes(Node entry) => entry.At("fieldsV1", "f:metadata", "f:annotations", $"f:{LastApplied.Annotation}") is not null;

    private static ObjectNode Union(ObjectNode a, ObjectNode b)
    {
        var result = a;
        foreach (var (name, value) in b) { result = result.Set(name, result[name] is ObjectNode there && value is ObjectNode more ? Union(there, more) : value); }
        return result;
    }
}
