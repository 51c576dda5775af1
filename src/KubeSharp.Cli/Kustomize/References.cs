using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Fields that name other objects, made to follow when all names are final; and hashes at the end of names. Source: Kustomize, name references.</summary>
internal static class References
{
    /// <summary>The objects with the hash of their content at the end of the names of those that are generated.</summary>
    public static List<ObjectNode> WithHashes(List<ObjectNode> objects) => [.. objects.Select(static o =>
    {
        if (o.Text("metadata", "annotations", BuildNotes.NeedsHash) != BuildNotes.Enabled) { return o; }
        // Compat: unlike that of --append-hash, the hash does not depend on the name.
        var hash = ContentHash.Of("", [.. o["data"] as ObjectNode ?? ObjectNode.Empty], o.Text("kind"), o.Text("type"), isEmptyText: true);
        return (ObjectNode)BuildNotes.Remembering(o).With(["metadata", "name"], $"{o.Text("metadata", "name")}-{hash}");
    })];

    /// <summary>The objects, with the fields that say names of others as those are called now.</summary>
    /// <exception cref="CliException">It cannot be told which object is meant.</exception>
    public static List<ObjectNode> Followed(List<ObjectNode> objects, FieldConfiguration known) => [.. objects.Select(from =>
    {
        var (first, near) = (BuildNotes.First(from), Near(from, objects));
        return known.References.Where(r => first.IsOf(r.Field.Group, r.Field.Version, r.Field.Kind)).Aggregate(from, (o, reference) =>
        {
            // Compat: what an object was first says whether it has the field.
            try { return (reference.Field with { Group = "", Version = "", Kind = "" }).Change(o, value => Followed(value!, reference, o, near), isMade: false); }
            catch (CliException e) { throw new CliException($"updating name reference in '{reference.Field.Path}' field of '{ObjectId.Of(o)}': {e.Message}"); }
        });
    })];

    // What an object can name: what is in its namespace or in none, and in those of the accounts of its subjects.
    private static List<ObjectNode> Near(ObjectNode from, List<ObjectNode> objects)
    {
        var id = ObjectId.Of(from);
        var others = id.Kind == "RoleBinding" ? from.Items("subjects").Where(static s => s.Text("kind") == "ServiceAccount").Select(static s => s.Text("namespace")).ToHashSet() : [];
        return id.IsClusterWide ? objects : [.. objects.Where(o => ObjectId.Of(o) is var target && (target.IsClusterWide || target.Place == id.Place || (target.Namespace.Length > 0 && others.Contains(target.Namespace))))];
    }

    // A reference is a name, a list of them, or an object with a name and a namespace.
    private static Node Followed(Node value, FieldConfiguration.Reference reference, ObjectNode from, List<ObjectNode> near)
    {
        switch (value)
        {
            case NullNode: return value;
            case ArrayNode items: return new ArrayNode([.. items.Select(i => Followed(i, reference, from, near))]);
            case ObjectNode fields:
                var name = fields.At("name") ?? throw new FormatException("path config error; no 'name' field in node");
                if (Target(name.Text(), fields["namespace"] is { } ns ? In(near, ns.Text()) : near, reference, from, static o => (o.Text("metadata", "name"), o.Text("metadata", "namespace"))) is not { } named) { return value; }
                var (newName, newNamespace) = (named.Text("metadata", "name"), named.Text("metadata", "namespace"));
                if (newNamespace.Length > 0) { return fields.Set("name", newName!).Set("namespace", newNamespace!); }
                return newName == name.Text() ? value : fields.Set("name", newName!);
            default: return Target(value.Text(), near, reference, from, static o => (o.Text("metadata", "name"), "")) is { } target && target.Text("metadata", "name") != value.Text() ? target.Text("metadata", "name")! : value;
        }
    }

    // Where an object was first counts before where it is now.
    private static List<ObjectNode> In(List<ObjectNode> objects, string ns)
    {
        List<ObjectNode> first = [.. objects.Where(o => BuildNotes.First(o).Place == ns)];
        return first.Count > 0 ? first : [.. objects.Where(o => !ObjectId.Of(o).IsClusterWide && ObjectId.Of(o).Place == ns)];
    }

    private static ObjectNode? Target(string name, List<ObjectNode> among, FieldConfiguration.Reference reference, ObjectNode from, Func<ObjectNode, (string, string)> written)
    {
        var found = among.Where(o => BuildNotes.Previous(o) is var before && before.Any(p => p.Name == name) && before.Any(p => p.IsOf(reference.Group, reference.Version, reference.Kind)) && IsRole(reference, from, before) && IsNear(from, o)).ToList();
        if (found.Count == 1) { return found[0]; }
        found.RemoveAll(o => !HasSameEnds(o, from, isLax: true));
        if (found.Count > 1) { found.RemoveAll(o => !HasSameEnds(o, from, isLax: false)); }
        if (found.Count == 0 || found.Select(written).Distinct().Count() == 1) { return found.FirstOrDefault(); }
        throw new FormatException($"found multiple possible referrals: {string.Join(", ", found.Select(ObjectId.Of))}\n\n**** Too many possible referral targets to referrer:\n{Configured.Text(from)}\n"
            + string.Concat(found.Select(static (o, i) => $"--- possible referral {i}:\n{Configured.Text(o)}\n")));
    }

    // A binding says the kind of its role beside the name.
    private static bool IsRole(FieldConfiguration.Reference reference, ObjectNode from, IReadOnlyList<ObjectId> before) => !reference.Field.Path.EndsWith("roleRef/name", StringComparison.Ordinal)
        || from.At("roleRef", "apiGroup") is null or NullNode || from.At("roleRef", "kind") is null or NullNode || before.Any(p => p.IsOf(from.Text("roleRef", "apiGroup"), "", from.Text("roleRef", "kind")));

    // Accounts are named from other namespaces, too.
    private static bool IsNear(ObjectNode from, ObjectNode target)
    {
        var (id, other) = (ObjectId.Of(from), ObjectId.Of(target));
        return id.IsClusterWide || other.IsClusterWide || other.Kind == "ServiceAccount" || id.Place == other.Place;
    }

    private static bool HasSameEnds(ObjectNode a, ObjectNode b, bool isLax) => ((ReadOnlySpan<string>)[BuildNotes.Prefixes, BuildNotes.Suffixes]).ToArray().All(note =>
    {
        var (one, other) = (BuildNotes.Of(a, note), BuildNotes.Of(b, note));
        var shared = Math.Min(one.Length, other.Length);
        return (isLax && shared == 0) || ((shared > 0 || one.Length == other.Length) && one[^shared..].SequenceEqual(other[^shared..]));
    });
}
