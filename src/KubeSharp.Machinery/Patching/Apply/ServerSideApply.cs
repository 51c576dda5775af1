using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Server-side apply, and who owns which field. Pure. Source: Server-Side Apply.</summary>
public static class ServerSideApply
{
    // What makes an object that object is nobody's to own.
    private static readonly string[][] _unowned =
    [
        ["apiVersion"], ["kind"], ["metadata", "name"], ["metadata", "namespace"], ["metadata", "uid"], ["metadata", "resourceVersion"], ["metadata", "generation"], ["metadata", "creationTimestamp"],
        ["metadata", "deletionTimestamp"], ["metadata", "deletionGracePeriodSeconds"], ["metadata", "generateName"], ["metadata", "selfLink"], ["metadata", "managedFields"],
    ];

    /// <summary>The live object (empty: there is none) with the manager's configuration applied, and the conflicts: manager, version and field path. With conflicts the object is not to be stored.</summary>
    public static (ObjectNode Result, ImmutableArray<(string Manager, string Version, string Path)> Conflicts) Apply(
        ObjectNode live, ObjectNode configuration, Schema schema, string manager, string subresource, bool isForced, string time)
    {
        var fields = Structured.Fields(Owned(configuration), schema);
        var owners = Read(live);
        var mine = owners.FirstOrDefault(o => o.Is(manager, "Apply", subresource));
        var others = owners.Where(o => !o.Is(manager, "Apply", subresource)).ToImmutableArray();
        var merged = (ObjectNode)Structured.Merge(live, configuration, schema);
        var changed = Structured.Changes(live, merged, schema).Intersect(fields);
        if (!isForced)
        {
            var conflicts = others.SelectMany(o => o.Fields.Intersect(changed).Paths().Select(p => (o.Manager, o.Version, p))).ToImmutableArray();
            if (!conflicts.IsEmpty) { return (live, conflicts); }
        }
        others = [.. others.Select(o => o with { Fields = o.Fields.Except(changed) })];
        if (mine is not null)
        {
            var given = others.Aggregate(mine.Fields.Except(fields), static (left, o) => left.Except(o.Fields));
            merged = (ObjectNode?)Structured.Without(merged, given, schema) ?? ObjectNode.Empty;
        }
        var isSame = mine is not null && mine.Fields.ToNode().Equals(fields.ToNode());
        var entry = new Owner(manager, "Apply", configuration.TextAt("apiVersion") ?? "", subresource, isSame ? mine!.Time : time, fields);
        return (Write(merged, [entry, .. others]), []);
    }

    /// <summary>
    /// The changed object with what the manager's update changed taken over by it.
    /// Compat: fields are tracked from an object's first apply on; before it nobody owns any, and so a first apply meets no conflict.
    /// </summary>
    public static ObjectNode Updated(ObjectNode old, ObjectNode value, Schema schema, string manager, string subresource, string time)
    {
        var owners = Read(old);
        if (owners.IsEmpty || value.At("metadata", "managedFields") is ArrayNode { Count: 0 }) { return (ObjectNode)value.With(["metadata", "managedFields"], null); }
        var (before, after) = (Owned(old), Owned(value));
        var changed = Structured.Changes(before, after, schema);
        var gone = Structured.Fields(before, schema).Except(Structured.Fields(after, schema));
        if (changed.IsEmpty && gone.IsEmpty) { return Write(value, owners); }
        var mine = owners.FirstOrDefault(o => o.Is(manager, "Update", subresource)) ?? new Owner(manager, "Update", "", subresource, time, new FieldSet());
        var others = owners.Where(o => !o.Is(manager, "Update", subresource)).Select(o => o with { Fields = o.Fields.Except(changed).Except(gone) });
        return Write(value, [.. others, mine with { Version = value.TextAt("apiVersion") ?? "", Time = time, Fields = mine.Fields.Except(gone).Union(changed) }]);
    }

    private static ObjectNode Owned(ObjectNode value)
    {
        Node result = value;
        foreach (var path in _unowned)
        {
            if (result.At(path) is not null) { result = result.With(path, null); }
        }
        return result.At("metadata") is ObjectNode { Count: 0 } ? ((ObjectNode)result).Remove("metadata") : (ObjectNode)result;
    }

    private static ImmutableArray<Owner> Read(ObjectNode value) => [.. (value.At("metadata", "managedFields") as ArrayNode ?? ArrayNode.Empty).Select(static e => new Owner(
        e.TextAt("manager") ?? "", e.TextAt("operation") ?? "", e.TextAt("apiVersion") ?? "", e.TextAt("subresource") ?? "", e.TextAt("time") ?? "", FieldSet.Read(e.At("fieldsV1"))))];

    private static ObjectNode Write(ObjectNode value, IEnumerable<Owner> owners)
    {
        var entries = owners.Where(static o => !o.Fields.IsEmpty).Select(static o => (Node)ObjectNode.Of(("manager", o.Manager), ("operation", o.Operation), ("apiVersion", o.Version), ("time", o.Time),
            ("fieldsType", "FieldsV1"), ("fieldsV1", o.Fields.ToNode()), ("subresource", o.Subresource.Length > 0 ? (Node)o.Subresource : null)));
        return (ObjectNode)value.With(["metadata", "managedFields"], new ArrayNode([.. entries]));
    }

    private sealed record Owner(string Manager, string Operation, string Version, string Subresource, string Time, FieldSet Fields)
    {
        public bool Is(string manager, string operation, string subresource) => Manager == manager && Operation == operation && Subresource == subresource;
    }
}
