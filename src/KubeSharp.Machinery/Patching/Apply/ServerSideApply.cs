using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Server-side apply, and who owns which field. Pure. Source: Server-Side Apply.</summary>
public static class ServerSideApply
{
    private const string BeforeFirstApply = "before-first-apply";
    // What makes an object that object is nobody's to own.
    private static readonly string[][] _unowned =
    [
        ["apiVersion"], ["kind"], ["metadata", "name"], ["metadata", "namespace"], ["metadata", "uid"], ["metadata", "resourceVersion"], ["metadata", "generation"],
        ["metadata", "creationTimestamp"], ["metadata", "selfLink"], ["metadata", "managedFields"],
    ];

    /// <summary>
    /// The live object (empty: there is none) with the writer's configuration applied, and with whom it conflicts: owner and field path. With
    /// conflicts the object is not to be stored.
    /// </summary>
    public static (ObjectNode Result, ImmutableArray<(FieldOwner Owner, string Path)> Conflicts) Apply(ObjectNode live, ObjectNode configuration, Schema schema, FieldWriter writer, bool isForced)
    {
        var named = Named(configuration);
        var fields = named.Count == 0 ? FieldSet.Empty : Structured.Fields(named, schema).Kept(writer.Owns);
        var owners = ManagedFields.Read(live.At("metadata", "managedFields"));
        // An object from before anybody applied belongs to whoever made it.
        if (owners.IsEmpty && live.Count > 0) { owners = [new(BeforeFirstApply, FieldOwner.Update, live.TextAt("apiVersion") ?? "", "", writer.Time, FieldComparison.Of(ZeroValues.Of(schema), Owned(live), schema).Changed)]; }
        var mine = owners.FirstOrDefault(o => o.IsApplier(writer.Manager, writer.Subresource));
        var others = owners.Where(o => o != mine).ToImmutableArray();
        var merged = (ObjectNode)Structured.Merge(live, configuration, schema);
        if (mine is not null)
        {
            var given = others.Aggregate(mine.Fields.Except(fields.WithAncestors()), static (left, o) => left.Except(o.Fields.WithAncestors()));
            merged = (ObjectNode?)Structured.Without(merged, given, schema) ?? ObjectNode.Empty;
        }
        var comparison = FieldComparison.Of(Owned(live), Owned(merged), schema).Kept(writer.Owns);
        if (!isForced)
        {
            var conflicts = others.SelectMany(o => o.Fields.Intersect(comparison.Changed).Paths().Select(p => (o, p))).ToImmutableArray();
            if (!conflicts.IsEmpty) { return (live, conflicts); }
        }
        others = [.. others.Select(o => o with { Fields = o.Fields.Except(comparison.Changed).Except(comparison.Removed) })];
        // Compat: an apply that changes nothing has no time, or that of the one before; one that names nothing has no entry. Pinned by ManagedFieldsTests.
        var time = comparison.IsSame && live.Count > 0 ? mine?.Time ?? "" : writer.Time;
        var entry = new FieldOwner(writer.Manager, FieldOwner.Apply, writer.Version, writer.Subresource, time, fields);
        return ((ObjectNode)merged.With(["metadata", "managedFields"], ManagedFields.Write(fields.IsEmpty ? others : [entry, .. others])), []);
    }

    /// <summary>
    /// Who owns what after a write other than an apply (<paramref name="old"/> null: it makes the object): what it changed is the writer's. Null:
    /// nobody owns anything.
    /// Compat: an object without owners, that was not made just now, gets none until it is applied.
    /// </summary>
    public static Node? Updated(ObjectNode? old, ObjectNode value, Schema schema, FieldWriter writer)
    {
        var (before, asked) = (old?.At("metadata", "managedFields"), value.At("metadata", "managedFields"));
        if (old is not null && before is null or ArrayNode { Count: 0 } && asked is null or ArrayNode { Count: 0 }) { return null; }
        // Owners may be edited, but not by way of a subresource; that there are none is no edit.
        var isEdit = writer.Subresource.Length == 0 && asked is ArrayNode { Count: > 0 };
        var entries = !isEdit ? before : ManagedFields.IsReset(asked) ? null : asked;
        var comparison = FieldComparison.Of(Owned(old ?? ZeroValues.Of(schema)), Owned(value), schema).Kept(writer.Owns);
        if (comparison.IsSame) { return entries; }
        var owners = ManagedFields.Read(entries);
        var earlier = owners.FirstOrDefault(o => o.IsUpdater(writer.Manager, writer.Version, writer.Subresource));
        var others = owners.Where(o => o != earlier).Select(o => o with { Fields = o.Fields.Except(comparison.Changed).Except(comparison.Removed) });
        var fields = earlier is null ? comparison.Changed : earlier.Fields.Except(comparison.Removed).Union(comparison.Changed);
        var mine = new FieldOwner(writer.Manager, FieldOwner.Update, writer.Version, writer.Subresource, comparison.Changed.IsEmpty && earlier is not null ? earlier.Time : writer.Time, fields);
        return ManagedFields.Write([.. others, mine]);
    }

    /// <summary>The fields of a configuration that the live object has as it says.</summary>
    public static FieldSet Same(ObjectNode configuration, ObjectNode live, Schema schema) =>
        Structured.Fields(Named(configuration), schema).Except(FieldComparison.Of(live, (ObjectNode)Structured.Merge(live, configuration, schema), schema).Changed);

    private static ObjectNode Named(ObjectNode configuration)
    {
        var owned = Owned(configuration);
        return owned["metadata"] is ObjectNode { Count: 0 } ? owned.Remove("metadata") : owned;
    }

    private static ObjectNode Owned(ObjectNode value)
    {
        Node result = value;
        foreach (var path in _unowned)
        {
            if (result.At(path) is not null) { result = result.With(path, null); }
        }
        return (ObjectNode)result;
    }
}
