using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>Gives definitions the names they ask for where no other definition of the group has them, and establishes them. Pure.</summary>
public static class DefinitionNames
{
    /// <summary>The definition with its names and conditions; itself where nothing changes.</summary>
    /// <param name="definition">As it is.</param>
    /// <param name="others">The names other definitions of its group have been given.</param>
    /// <param name="now">The time in RFC 3339.</param>
    public static ObjectNode Accept(ObjectNode definition, IEnumerable<ObjectNode> others, string now)
    {
        var (asked, given) = (definition.Object("spec").Object("names"), definition.Object("status").Object("acceptedNames"));
        var (names, conflict) = Choose(asked, given, [.. others]);
        var status = definition.Object("status");
        var isEstablished = CustomResource.IsTrue(definition, "Established");
        var conditions = status["conditions"] as ArrayNode;
        conditions = conflict is { } found
            ? Conditions.Set(conditions, "NamesAccepted", "False", found.Reason, found.Message, now)
            : Conditions.Set(conditions, "NamesAccepted", "True", "NoConflicts", "no conflicts found", now);
        if (conflict is null) { conditions = Conditions.Set(conditions, "Established", "True", "InitialNamesAccepted", "the initial names have been accepted", now); }
        else if (!isEstablished) { conditions = Conditions.Set(conditions, "Established", "False", "NotAccepted", "not all names are accepted", now); }
        var changed = status.Set("conditions", conditions).Set("acceptedNames", names);
        return changed.Equals(status) ? definition : definition.Set("status", changed);
    }

    private static (ObjectNode Names, (string Reason, string Message)? Conflict) Choose(ObjectNode asked, ObjectNode given, ImmutableArray<ObjectNode> others)
    {
        var resources = others.SelectMany(static o => o.Texts("shortNames").Append(o.Text("plural")).Append(o.Text("singular"))).ToHashSet(StringComparer.Ordinal);
        var kinds = others.SelectMany(static o => (string[])[o.Text("kind"), o.Text("listKind")]).ToHashSet(StringComparer.Ordinal);
        (string, string)? conflict = null;
        var names = given.Count == 0 ? ObjectNode.Of(("plural", ""), ("kind", "")) : given;
        foreach (var (field, reason, taken) in (ReadOnlySpan<(string, string, HashSet<string>)>)
            [("plural", "PluralConflict", resources), ("singular", "SingularConflict", resources), ("kind", "KindConflict", kinds), ("listKind", "ListKindConflict", kinds)])
        {
            var wanted = asked.Text(field);
            if (wanted != given.Text(field) && wanted.Length > 0 && taken.Contains(wanted)) { conflict = (reason, $"\"{wanted}\" is already in use"); }
            else { names = wanted.Length == 0 ? names : names.Set(field, wanted); }
        }
        var had = given.Texts("shortNames").ToHashSet(StringComparer.Ordinal);
        var refused = asked.Texts("shortNames").Where(s => !had.Contains(s) && resources.Contains(s)).ToArray();
        if (refused.Length > 0) { conflict = ("ShortNamesConflict", $"\"{string.Join("\", \"", refused)}\" is already in use"); }
        else { names = names.Take("shortNames", asked); }
        return (names.Take("categories", asked), conflict);
    }
}
