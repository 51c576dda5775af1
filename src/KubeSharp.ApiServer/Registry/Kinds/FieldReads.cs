using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Makes selectable fields from their paths.</summary>
public static class FieldReads
{
    /// <summary>Fields read where their names say: spec.nodeName.</summary>
    public static ImmutableArray<SelectableField> Of(params ReadOnlySpan<string> names)
    {
        var fields = ImmutableArray.CreateBuilder<SelectableField>(names.Length);
        foreach (var name in names) { fields.Add(At(name, name)); }
        return fields.MoveToImmutable();
    }

    /// <summary>A field read at a path that may differ from its name; what is unset has the text given.</summary>
    public static SelectableField At(string name, string path, string unset = "", bool isIndexed = false)
    {
        var steps = path.Split('.');
        return new SelectableField(name, value => Print(value.At(steps), unset), isIndexed);
    }

    private static string Print(Node? value, string unset) => value switch
    {
        StringNode text => text.Value,
        NumberNode { IsInteger: true } number => number.Integer.ToString(CultureInfo.InvariantCulture),
        BooleanNode truth => truth.Value ? "true" : "false",
        _ => unset,
    };
}
