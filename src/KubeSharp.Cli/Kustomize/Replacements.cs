using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>replacements: values of one object in fields of others. Source: Kustomize, ReplacementTransformer.</summary>
internal static class Replacements
{
    /// <summary>The replacements that a step names, or that are in the files it names.</summary>
    /// <exception cref="CliException">They are none.</exception>
    public static Node[] Read(Node settings, BuildRoot root) => [.. settings.Items("replacements").SelectMany<Node, Node>(r =>
    {
        if (r.Text("path") is not { Length: > 0 } path) { return [r]; }
        if (r.At("source") is not null || r.Items("targets").Any()) { throw new CliException("cannot specify both path and inline replacement"); }
        return Yaml.ReadAll(root.Text(path)).FirstOrDefault() switch
        {
            ArrayNode list => list,
            ObjectNode one => [one],
            var other => throw new CliException($"unsupported replacement type encountered within replacement path: {(other is null or NullNode ? "invalid" : other is StringNode ? "string" : other is BooleanNode ? "bool" : "float64")}"),
        };
    })];

    /// <summary>The objects with all replacements made.</summary>
    /// <exception cref="CliException">A source or target is not there.</exception>
    public static List<ObjectNode> Apply(List<ObjectNode> objects, Node[] replacements) => replacements.Aggregate(objects, One);

    private static List<ObjectNode> One(List<ObjectNode> objects, Node replacement)
    {
        var (given, source) = (replacement.At("sourceValue"), replacement.At("source"));
        if ((given is null && source is null) || replacement.At("targets") is not ArrayNode) { throw new CliException("replacements must specify a source and at least one target"); }
        if (given is not null && source is not null) { throw new CliException("value and resource selectors are mutually exclusive"); }
        var value = given is not null ? FieldPath.Plain(given.Text()) : Source(objects, source!);
        foreach (var target in replacement.Items("targets"))
        {
            var select = target.At("select") ?? throw new CliException("target must specify resources to select");
            string[] paths = [.. target.Items("fieldPaths").Select(static p => p.Text())];
            try { objects = Changed(objects, target, select, paths.Length > 0 ? paths : ["metadata.name"], value); }
            catch (FormatException e) { throw new CliException(e.Message); }
        }
        return objects;
    }

    private static List<ObjectNode> Changed(List<ObjectNode> objects, Node target, Node select, string[] paths, Node value)
    {
        Selecting wanted;
        Selecting[] others;
        try { (wanted, others) = (new Selecting(select), [.. target.Items("reject").Select(static r => new Selecting(r))]); }
        catch (FormatException e) { throw new CliException($"error creating target selector: {e.Message}"); }
        bool IsMeant(ObjectNode content)
        {
            if (!wanted.FitsSelectors(content) || others.Any(o => o.HasSelectors && o.FitsSelectors(content))) { return false; }
            var ids = BuildNotes.Ids(content).ToArray();
            return !ids.Any(id => others.Any(o => !o.IsEmpty && o.Fits(id))) && ids.Any(wanted.Fits);
        }
        return [.. objects.Select(o => IsMeant(o) ? paths.Aggregate(o, (changed, path) => Changed(changed, path, target.At("options"), value)) : o)];
    }

    private static Node Source(List<ObjectNode> objects, Node source)
    {
        var wanted = new ObjectId(source.Text("group"), source.Text("version"), source.Text("kind"), source.Text("name"), source.Text("namespace"));
        var path = source.Text("fieldPath");
        var options = source.At("options");
        var shown = string.Join(':', ((ReadOnlySpan<string>)[wanted.ToString(), path, options.Text("delimiter").Length > 0 || Creates(options) ? $"{options.Text("delimiter")}({options.Number("index")}), create={(Creates(options) ? "true" : "false")}" : ""]).ToArray().Where(static p => p.Length > 0));
        bool IsMeant(ObjectId id) => (wanted.Name.Length == 0 || wanted.Name == id.Name) && (wanted.Namespace.Length == 0 || wanted.Place == (id.Namespace.Length == 0 ? "default" : id.Namespace)) && id.IsOf(wanted.Group, wanted.Version, wanted.Kind);
        var found = objects.Where(o => BuildNotes.Ids(o).Any(IsMeant)).ToArray();
        if (found.Length == 0) { throw new CliException($"nothing selected by {shown}"); }
        if (found.Length > 1) { throw new CliException($"multiple matches for selector {shown}"); }
        if (path.Length == 0) { path = "metadata.name"; }
        Node? value;
        try { value = FieldPath.Find(found[0], [.. FieldPath.Parse(path)]); }
        catch (CliException e) { throw new CliException($"error looking up replacement source: {e.Message}"); }
        if (value is null or ObjectNode { Count: 0 } or ArrayNode { Count: 0 }) { throw new CliException($"fieldPath `{path}` is missing for replacement source {wanted}"); }
        if (options.Text("delimiter") is not { Length: > 0 } delimiter) { return value; }
        if (value is ObjectNode or ArrayNode) { throw new CliException("delimiter option can only be used with scalar nodes"); }
        var parts = value.Text().Split(delimiter);
        var index = options.Number("index");
        return index >= 0 && index < parts.Length ? Like(value, parts[index]) : throw new CliException($"options.index {index} is out of bounds for value {value.Text()}");
    }

    private static bool Creates(Node? options) => options?.At("create") is BooleanNode { Value: true };

    private static ObjectNode Changed(ObjectNode content, string path, Node? options, Node value)
    {
        var steps = FieldPath.Parse(path).ToArray();
        var missing = !Creates(options) ? FieldPath.Missing.Stays : value switch { ObjectNode => FieldPath.Missing.BecomesObject, ArrayNode => FieldPath.Missing.BecomesList, _ => FieldPath.Missing.BecomesScalar };
        if (InText(content, steps, missing, value) is { } changed) { return changed; }
        var failure = $"unable to find {(Creates(options) ? "or create " : "")}field \"{path}\" in replacement target";
        int found;
        Node tree;
        try { (tree, found) = FieldPath.Change(content, steps, missing, old => Set(old, options, value)); }
        catch (CliException e) { throw new CliException($"{failure}: {e.Message}"); }
        return found > 0 ? (ObjectNode)tree : throw new CliException(failure);
    }

    private static Node Set(Node? old, Node? options, Node value)
    {
        var text = value is ObjectNode or ArrayNode ? "" : value.Text();
        if (options.Text("delimiter") is { Length: > 0 } delimiter)
        {
            if (old is ObjectNode or ArrayNode) { throw new FormatException("delimiter option can only be used with scalar nodes"); }
            var parts = old.Text().Split(delimiter).ToList();
            var index = (int)options.Number("index");
            if (index < 0) { parts.Insert(0, text); }
            else if (index >= parts.Count) { parts.Add(text); }
            else { parts[index] = text; }
            text = string.Join(delimiter, parts);
        }
        // Compat: a scalar keeps its type, and what is made has that of the bare word.
        return old switch
        {
            null when value is ObjectNode or ArrayNode => value,
            null => FieldPath.Plain(text),
            ObjectNode or ArrayNode => value,
            _ => Like(old, text),
        };
    }

    private static Node Like(Node old, string text) => old is StringNode ? text! : FieldPath.Plain(text);

    // A text on the way may hold a tree of its own, in JSON or YAML; it stays in its form.
    private static ObjectNode? InText(ObjectNode content, string[] steps, FieldPath.Missing missing, Node value)
    {
        for (var i = 1; i < steps.Length; i++)
        {
            try
            {
                if (FieldPath.Find(content, steps.AsSpan(0, i)) is not { } text || text is ObjectNode or ArrayNode) { continue; }
                var (tree, found) = FieldPath.Change(FieldPath.Structured(text), steps.AsSpan(i), missing, old => Set(old, null, value));
                if (found == 0) { return null; }
                var before = text.Text();
                var isJson = before.TrimStart() is ['{' or '[', ..];
                var isWide = before.Contains('\n', StringComparison.Ordinal) && before.Contains("  ", StringComparison.Ordinal);
                var after = isJson ? JsonText.Of(FieldOrder.Sorted(tree), isWide ? 2 : 0) : Yaml.Write(tree).Trim();
                return (ObjectNode)FieldPath.Change(content, steps.AsSpan(0, i), FieldPath.Missing.Stays, _ => after!).Tree;
            }
            catch (CliException) { }
        }
        return null;
    }
}
