using System.Text;
using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Kustomize;

/// <summary>vars of kustomizations: values of objects for $(NAME) in certain fields of others. Source: Kustomize, vars.</summary>
internal static class Variables
{
    /// <summary>The objects, of which those that variables take their values from remember so.</summary>
    /// <exception cref="CliException">Two objects could be meant, or a variable stands twice.</exception>
    public static List<ObjectNode> Noted(List<ObjectNode> objects, IReadOnlyList<Node> known, IReadOnlyList<Node> variables)
    {
        foreach (var variable in variables)
        {
            var (group, version) = Identity.Split(variable.Text("objref", "apiVersion"));
            var id = new ObjectId(variable.TextOr(group, "objref", "group"), variable.TextOr(version, "objref", "version"), variable.Text("objref", "kind"), variable.Text("objref", "name"), variable.Text("objref", "namespace"));
            bool IsMeant(ObjectId other) => id.Namespace.Length > 0 || Namespaces.IsClusterWide(variable.Text("objref", "apiVersion"), id.Kind) ? id.IsCalled(other) && (id.Namespace.Length == 0 || id.Place == other.Place) : id.IsCalled(other);
            var found = objects.Where(o => BuildNotes.Ids(o).Any(IsMeant)).ToArray();
            if (found.Length > 1) { throw new CliException($"merging vars {Shown(variables)}: found {found.Length} resId matches for var {Shown(variable)} (unable to disambiguate)"); }
            objects = [.. objects.Select(o => found.Contains(o) ? BuildNotes.With(o, BuildNotes.Variables, variable.Text("name")) : o)];
        }
        CheckOnce(known, variables, $"merging vars {Shown(variables)}: ");
        return objects;
    }

    /// <summary>Refuses variables that stand twice.</summary>
    /// <exception cref="CliException">One does.</exception>
    public static void CheckOnce(IReadOnlyList<Node> known, IReadOnlyList<Node> more, string doing)
    {
        var names = known.Select(static v => v.Text("name")).ToHashSet();
        foreach (var variable in more)
        {
            if (!names.Add(variable.Text("name"))) { throw new CliException($"{doing}var '{variable.Text("name")}' already encountered"); }
        }
    }

    /// <summary>The objects with $(NAME) of all variables replaced by their values.</summary>
    /// <param name="warn">Told of variables that nobody used.</param>
    /// <exception cref="CliException">What a variable names is not there.</exception>
    public static List<ObjectNode> Replaced(List<ObjectNode> objects, IEnumerable<Node> variables, FieldConfiguration known, Action<string> warn)
    {
        var values = new SortedDictionary<string, Node>(StringComparer.Ordinal);
        foreach (var variable in variables.OrderBy(static v => v.Text("name"), StringComparer.Ordinal))
        {
            var name = variable.Text("name");
            var from = objects.FirstOrDefault(o => BuildNotes.Of(o, BuildNotes.Variables).Contains(name)) ?? throw new CliException($"var '{Shown(variable)}' cannot be mapped to a field in the set of known resources");
            Node? value;
            try { value = FieldPath.Find(from, [.. FieldPath.Parse(variable.TextOr("metadata.name", "fieldref", "fieldPath"))]); }
            catch (CliException) { value = null; }
            values[name] = value ?? throw new CliException($"field specified in var '{Shown(variable)}' not found in corresponding resource");
        }
        if (values.Count == 0) { return objects; }
        var used = new HashSet<string>();
        objects = [.. objects.Select(o => known["varReference"].Aggregate(o, (content, field) => field.Change(content, old => In(old!, values, used), isMade: false)))];
        if (values.Keys.Where(v => !used.Contains(v)).ToArray() is { Length: > 0 } idle) { warn(KlogLine.Of('I', TimeProvider.System.GetLocalNow(), "log.go:244", $"well-defined vars that were never replaced: {string.Join(',', idle)}")); }
        return objects;
    }

    private static string Shown(Node variable) => $"{{{variable.Text("name")} {Identity.Kind(variable.Text("objref", "apiVersion"), variable.Text("objref", "kind"))} {{{variable.TextOr("metadata.name", "fieldref", "fieldPath")}}}}}";

    private static string Shown(IEnumerable<Node> variables) => $"[{string.Join(' ', variables.Select(Shown))}]";

    private static Node In(Node value, IReadOnlyDictionary<string, Node> values, HashSet<string> used) => value switch
    {
        StringNode text => Expanded(text.Value, values, used),
        ObjectNode fields => fields.Aggregate(fields, (all, f) => f.Value is StringNode text ? all.Set(f.Key, Expanded(text.Value, values, used)) : all),
        ArrayNode items => new ArrayNode([.. items.Select(i => i is StringNode text ? Expanded(text.Value, values, used) : throw new FormatException("invalid value type expect a string"))]),
        _ => value,
    };

    // $$ is a dollar. A text that is nothing but a variable becomes its value, type and all.
    private static Node Expanded(string text, IReadOnlyDictionary<string, Node> values, HashSet<string> used)
    {
        var made = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length) { made.Append(text[i]); continue; }
            var end = text[i + 1] == '(' ? text.IndexOf(')', i) : -1;
            if (end < 0) { made.Append(text[i + 1] == '$' ? "$" : $"${text[i + 1]}"); i++; continue; }
            var name = text[(i + 2)..end];
            if (!values.TryGetValue(name, out var value) || value is ObjectNode or ArrayNode) { made.Append(text, i, end - i + 1); }
            else
            {
                used.Add(name);
                if (i == 0 && end == text.Length - 1) { return value; }
                made.Append(value.Text());
            }
            i = end;
        }
        return made.ToString()!;
    }
}
