using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>Names with prefix, suffix and hash, and the fields of other objects that follow them.</summary>
internal static class References
{
    // Names that an object had before, by which kustomizations above may still call it.
    private const string Previous = "kustomize.config.k8s.io/previous-names";

    /// <summary>The names that an object had before.</summary>
    public static string[] PreviousNames(Node content) => content.Text("metadata", "annotations", Previous).Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The object without the notes that building needs.</summary>
    public static ObjectNode Plain(ObjectNode content)
    {
        if (content.At("metadata", "annotations") is not ObjectNode annotations) { return content; }
        var kept = annotations.Remove(Previous).Remove(Generators.NeedsHash);
        return (ObjectNode)content.With(["metadata", "annotations"], kept.Count > 0 ? kept : null);
    }

    /// <summary>The objects with the hash of their content at the end of the names of those that are generated.</summary>
    public static List<ObjectNode> WithHashes(List<ObjectNode> objects, FieldConfiguration known) => Moved(objects, static o =>
    {
        if (o.Text("metadata", "annotations", Generators.NeedsHash).Length == 0) { return o; }
        // Compat: unlike that of --append-hash, the hash does not depend on the name.
        var hash = ContentHash.Of("", [.. o["data"] as ObjectNode ?? ObjectNode.Empty], o.Text("kind"), o.Text("type"), isEmptyText: true);
        return (ObjectNode)o.With(["metadata", "name"], $"{o.Text("metadata", "name")}-{hash}");
    }, known);

    /// <summary>The objects changed, and with them the fields of others that say their names and namespaces.</summary>
    /// <param name="change">Gives an object another name or namespace.</param>
    public static List<ObjectNode> Moved(List<ObjectNode> objects, Func<ObjectNode, ObjectNode> change, FieldConfiguration known)
    {
        var moves = objects.Select(o => new Move(o, Remembering(o, change(o)))).ToList();
        return [.. moves.Select(m => known.References.Where(r => r.Field.Fits(m.After)).Aggregate(m.After, (o, reference) => reference.Field.Change(o, value => Followed(value!, reference, m.After, moves))))];
    }

    /// <summary>An object before and after it was given another name or namespace.</summary>
    private sealed record Move(ObjectNode Before, ObjectNode After);

    private static ObjectNode Remembering(ObjectNode before, ObjectNode after)
    {
        var old = before.Text("metadata", "name");
        return old == after.Text("metadata", "name") ? after : (ObjectNode)after.With(["metadata", "annotations", Previous], string.Join(',', [.. PreviousNames(before), old]));
    }

    // A reference is a name, a list of them, or an object with a name and a namespace.
    private static Node Followed(Node value, FieldConfiguration.Reference reference, ObjectNode from, List<Move> moves)
    {
        switch (value)
        {
            case StringNode { Value: var name }: return Target(name, null, reference, from, moves) is { } target ? target.At("metadata", "name")! : value;
            case ArrayNode items: return new ArrayNode([.. items.Select(i => Followed(i, reference, from, moves))]);
            case ObjectNode fields when fields.Text("name") is { Length: > 0 } name:
                if (Target(name, fields.Text("namespace"), reference, from, moves) is not { } named) { return value; }
                fields = fields.Set("name", named.At("metadata", "name")!);
                return named.Text("metadata", "namespace") is { Length: > 0 } ns ? fields.Set("namespace", ns) : fields;
            default: return value;
        }
    }

    // Who has the name now comes before who had it once.
    private static ObjectNode? Target(string name, string? ns, FieldConfiguration.Reference reference, ObjectNode from, List<Move> moves)
    {
        var kind = new FieldSpec("", reference.Kind, reference.Group, reference.Version, false);
        bool IsMeant(Move move) => kind.Fits(move.Before) && IsNear(from, move.After) && (ns is not { Length: > 0 } || ns == move.Before.Text("metadata", "namespace") || ns == move.After.Text("metadata", "namespace"))
            && (!reference.Field.Path.EndsWith("roleRef/name", StringComparison.Ordinal) || from.Text("roleRef", "kind") == reference.Kind);
        var meant = moves.Where(IsMeant).ToList();
        var found = meant.Where(m => m.Before.Text("metadata", "name") == name).ToList();
        if (found.Count == 0) { found = [.. meant.Where(m => PreviousNames(m.Before).Contains(name))]; }
        return found.Count == 1 || found.Select(static m => m.After.Text("metadata", "name")).Distinct().Count() == 1 ? found[0].After : null;
    }

    // Accounts are named from other namespaces, too.
    private static bool IsNear(ObjectNode from, ObjectNode target) => Namespaces.IsClusterWide(from.Text("kind")) || Namespaces.IsClusterWide(target.Text("kind")) || target.Text("kind") == "ServiceAccount"
        || from.TextOr("default", "metadata", "namespace") == target.TextOr("default", "metadata", "namespace");
}
