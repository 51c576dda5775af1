using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>replacements and vars: values of one object in fields of others.</summary>
internal static class Replacements
{
    // Where $(NAME) of vars is looked for.
    private static readonly string[] _variableFields = ["args", "command", "env", "mountPath", "host", "initialDelaySeconds"];

    /// <summary>The objects with all replacements made.</summary>
    /// <exception cref="CliException">A source or target is not there.</exception>
    public static List<ObjectNode> Apply(List<ObjectNode> objects, Node spec, BuildRoot root)
    {
        var read = Configured.By("ReplacementTransformer", ObjectNode.Of(("Replacements", spec.At("replacements"))), () => spec.Items("replacements")
            .SelectMany(r => r.Text("path") is { Length: > 0 } path ? Yaml.ReadAll(root.Text(path)).SelectMany(static d => d is ArrayNode list ? list : ArrayNode.Of(d)) : [r]).ToArray());
        foreach (var entry in read) { objects = One(objects, entry); }
        return objects;
    }

    private static List<ObjectNode> One(List<ObjectNode> objects, Node replacement)
    {
        var value = replacement.At("sourceValue") ?? Source(objects, replacement.At("source") ?? throw new CliException("replacements must specify a source"));
        foreach (var target in replacement.Items("targets"))
        {
            var paths = target.Items("fieldPaths").Select(static p => p.Text()).ToArray();
            if (paths.Length == 0) { paths = ["metadata.name"]; }
            var select = target.At("select") ?? throw new CliException("target must specify resources to select");
            objects = [.. objects.Select(o => !Selecting.Fits(o, select) || target.Items("reject").Any(r => Selecting.Fits(o, r)) ? o
                : paths.Aggregate(o, (changed, path) => Changed(changed, path, target.At("options"), value)))];
        }
        return objects;
    }

    private static Node Source(List<ObjectNode> objects, Node source)
    {
        var found = objects.Where(o => Selecting.Fits(o, source)).ToArray();
        if (found.Length == 0) { throw new CliException($"nothing selected by {source.Text("kind")}.[noVer].[noGrp]/{source.Text("name")}.[noNs]"); }
        if (found.Length > 1) { throw new CliException($"multiple matches for selector {source.Text("kind")}.[noVer].[noGrp]/{source.Text("name")}.[noNs]"); }
        var path = source.TextOr("metadata.name", "fieldPath");
        var value = FieldPath.Find(found[0], [.. FieldPath.Parse(path)]) ?? throw new CliException($"fieldPath `{path}` is missing for replacement source {found[0].Text("kind")}.[noVer].[noGrp]/{found[0].Text("metadata", "name")}.[noNs]");
        if (source.Text("options", "delimiter") is not { Length: > 0 } delimiter) { return value; }
        var parts = value.Text().Split(delimiter);
        var index = source.Number("options", "index");
        return index >= 0 && index < parts.Length ? parts[index]! : throw new CliException($"options.index {index} is out of bounds for value {value.Text()}");
    }

    private static ObjectNode Changed(ObjectNode content, string path, Node? options, Node value)
    {
        var (steps, creates) = (FieldPath.Parse(path).ToArray(), options?.At("create") is BooleanNode { Value: true });
        if (!creates && FieldPath.Find(content, steps) is null) { throw new CliException($"unable to find field \"{path}\" in replacement target"); }
        return (ObjectNode)FieldPath.Change(content, steps, creates, old =>
        {
            if (options.Text("delimiter") is not { Length: > 0 } delimiter || old is null) { return value; }
            var parts = old.Text().Split(delimiter).ToList();
            var index = (int)options.Number("index");
            if (index < 0) { parts.Insert(0, value.Text()); }
            else if (index >= parts.Count) { parts.Add(value.Text()); }
            else { parts[index] = value.Text(); }
            return string.Join(delimiter, parts)!;
        });
    }

    /// <summary>The objects with $(NAME) of all variables replaced by their values.</summary>
    /// <exception cref="CliException">What a variable names is not there.</exception>
    public static List<ObjectNode> Variables(List<ObjectNode> objects, IEnumerable<Node> variables)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            var from = objects.FirstOrDefault(o => o.Text("kind") == variable.Text("objref", "kind") && (o.Text("metadata", "name") == variable.Text("objref", "name") || References.PreviousNames(o).Contains(variable.Text("objref", "name"))))
                ?? throw new CliException($"var '{{{variable.Text("name")} {Identity.Kind(variable.Text("objref", "apiVersion"), variable.Text("objref", "kind"))} {{{variable.TextOr("metadata.name", "fieldref", "fieldPath")}}}}}' cannot be mapped to a field in the set of known resources");
            values[variable.Text("name")] = FieldPath.Find(from, [.. FieldPath.Parse(variable.TextOr("metadata.name", "fieldref", "fieldPath"))])?.Text() ?? "";
        }
        return values.Count == 0 ? objects : [.. objects.Select(o => (ObjectNode)Expanded(o, values, isInField: false))];
    }

    private static Node Expanded(Node node, Dictionary<string, string> values, bool isInField)
    {
        switch (node)
        {
            case StringNode text when isInField: return values.Aggregate(text.Value, static (t, v) => t.Replace($"$({v.Key})", v.Value, StringComparison.Ordinal))!;
            case ArrayNode items: return new ArrayNode([.. items.Select(i => Expanded(i, values, isInField))]);
            case ObjectNode fields:
                foreach (var (name, child) in fields) { fields = fields.Set(name, Expanded(child, values, isInField || _variableFields.Contains(name))); }
                return fields;
            default: return node;
        }
    }
}
