using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Reads and writes metadata.managedFields. Pure. Source: Server-Side Apply, field management.</summary>
public static class ManagedFields
{
    /// <summary>So many updaters are told apart; the oldest beyond that become one.</summary>
    public const int UpdatersMax = 10;
    private const string AncientManager = "ancient-changes";

    /// <summary>The owners.</summary>
    public static ImmutableArray<FieldOwner> Read(Node? entries) => [.. (entries as ArrayNode ?? ArrayNode.Empty).Select(static e => new FieldOwner(
        e.TextAt("manager") ?? "", e.TextAt("operation") ?? "", e.TextAt("apiVersion") ?? "", e.TextAt("subresource") ?? "", e.TextAt("time") ?? "", FieldSet.Read(e.At("fieldsV1"))))];

    /// <summary>Whether the entries ask to forget all owners: one entry that says nothing.</summary>
    public static bool IsReset(Node? entries) => entries is ArrayNode { Count: 1 } one && one[0] is ObjectNode { Count: 0 };

    /// <summary>The owners in upstream's order, without those that own nothing; null: there are none.</summary>
    public static ArrayNode? Write(IEnumerable<FieldOwner> owners)
    {
        var entries = Cap([.. owners.Where(static o => !o.Fields.IsEmpty)])
            .OrderBy(static o => o.Operation, StringComparer.Ordinal).ThenBy(static o => o.Time, StringComparer.Ordinal).ThenBy(static o => o.Manager, StringComparer.Ordinal)
            .ThenBy(static o => o.Version, StringComparer.Ordinal).ThenBy(static o => o.Subresource, StringComparer.Ordinal).Select(static o => (Node)o.ToNode()).ToArray();
        return entries.Length == 0 ? null : ArrayNode.Of(entries);
    }

    // Of each version the oldest updaters are laid together.
    private static List<FieldOwner> Cap(List<FieldOwner> owners)
    {
        var updaters = owners.Where(static o => o.Operation == FieldOwner.Update).OrderBy(static o => o.Time, StringComparer.Ordinal).ThenBy(static o => o.Manager, StringComparer.Ordinal).ToList();
        var tooMany = updaters.Count - UpdatersMax;
        var buckets = new Dictionary<string, FieldOwner>(StringComparer.Ordinal);
        foreach (var owner in updaters)
        {
            if (tooMany <= 0) { break; }
            if (!buckets.TryGetValue(owner.Version, out var bucket))
            {
                buckets[owner.Version] = owner;
                continue;
            }
            owners.Remove(bucket);
            owners.Remove(owner);
            bucket = new FieldOwner(AncientManager, FieldOwner.Update, owner.Version, "", owner.Time, bucket.Fields.Union(owner.Fields));
            buckets[owner.Version] = bucket;
            owners.Add(bucket);
            tooMany--;
        }
        return owners;
    }
}
