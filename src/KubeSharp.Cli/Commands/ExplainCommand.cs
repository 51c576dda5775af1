using System.Collections.Immutable;
using System.Text;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Explaining;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl explain, from the server's OpenAPI v3 documents.</summary>
internal static class ExplainCommand
{
    private const string OldOutput = "plaintext-openapiv2";
    private const int LineWidthMax = 76;

    /// <summary>explain</summary>
    public static Command Explain { get; } = new("explain", "Explain the fields of a resource", "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources."); }
        if (context.Arguments.Count > 1) { throw new CliException("We accept only this format: explain RESOURCE"); }
        var output = context.Flags.Text("output");
        var (type, steps) = await FindAsync(context, context.Arguments[0]);
        if (output is not ("plaintext" or OldOutput)) { throw new CliException($"unrecognized format: {output}"); }
        var version = context.Flags.Text("api-version") is { Length: > 0 } given ? given : type.ApiVersion;
        var path = version.Contains('/', StringComparison.Ordinal) ? $"apis/{version}" : $"api/{version}";
        var server = await context.ServerAsync();
        var address = (await server.GetAsync("/openapi/v3", context.Cancellation)).Text("paths", path, "serverRelativeURL");
        if (address.Length == 0) { throw new CliException($"couldn't find resource for \"{(version.Contains('/', StringComparison.Ordinal) ? "" : "/")}{version}, Resource={type.Plural}\""); }
        var schemas = (await server.GetAsync(address, context.Cancellation)).At("components", "schemas") as ObjectNode ?? ObjectNode.Empty;
        var root = schemas.Select(static s => s.Value).FirstOrDefault(s => s.Items("x-kubernetes-group-version-kind").Any(k => k.Text("kind") == type.Kind && k.Text("group") == type.Group && $"{type.Group}/{k.Text("version")}".TrimStart('/') == version))
            ?? throw new CliException($"GVR ({type.Group}/{version.Split('/')[^1]}, Resource={type.Plural}) not found in OpenAPI schema");
        context.Out.Write(output == OldOutput ? new OldExplanation(new(schemas), context.Flags.Bool("recursive")).Of(type.Kind, version, root, steps) : new Explanation(new(schemas), context.Flags.Bool("recursive")).Of(type, version, root, steps, context.Out));
        return 0;
    }

    private const int SearchDiscoveries = 2;

    private static async Task<(ResourceType Type, string[] Steps)> FindAsync(CommandContext context, string word)
    {
        var mapper = await context.MapperAsync();
        // Compat: empty steps lead nowhere else.
        var parts = word.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) { parts = [""]; }
        if (parts.Any(static p => p.Contains('[', StringComparison.Ordinal))) { throw new CliException("invalid jsonpath syntax, first node must be field node"); }
        // deployments.v1.apps, deployments.apps and pods.spec all begin so: the longest that names a resource counts.
        var all = await CliException.AfterAsync(SearchDiscoveries, async () => await mapper.AllAsync(context.Cancellation));
        var first = ResourceMapper.Find(all, parts[0]);
        for (var count = parts.Length; count > 1; count--)
        {
            if (ResourceMapper.Find(all, string.Join('.', parts[..count])) is { } type && type.Group.Length > 0 && parts[1..count].Contains(type.Group.Split('.')[0])) { return (type, parts[count..]); }
        }
        if (first is not null) { return (first, parts[1..]); }
        try { return (await mapper.FindAsync(parts[0], context.Cancellation), parts[1..]); }
        catch (CliException e) { throw new CliException(e.Message, isPlain: true); }
    }

    private sealed class Explanation(Schemas schemas, bool isRecursive)
    {
        public string Of(ResourceType type, string version, Node root, string[] steps, TextWriter to)
        {
            var text = new StringBuilder();
            if (type.Group.Length > 0) { text.Append($"GROUP:      {type.Group}\n"); }
            text.Append($"KIND:       {type.Kind}\nVERSION:    {version.Split('/')[^1]}\n\n");
            var (schema, field) = (root, (Node?)null);
            foreach (var step in steps)
            {
                field = schemas.Behind(schema).At("properties", step);
                // Compat: the head is printed before the missing field is told of, and the last one is named whichever is missing.
                if (field is null) { to.Write(text); throw new CliException($"field \"{steps[^1]}\" does not exist"); }
                schema = field;
            }
            if (field is not null)
            {
                text.Append($"FIELD: {steps[^1]} <{TypeOf(field)}>\n");
                var choices = Enum(field);
                if (choices.Length > 0) { text.Append("ENUM:\n").Append(string.Concat(choices.Select(static c => $"    {c}\n"))).Append('\n'); }
                else { text.Append("\n\n"); }
            }
            var inner = schemas.Behind(schema);
            text.Append("DESCRIPTION:\n").Append(Description(field ?? schema, inner, "<empty>", 4));
            if (inner.At("properties") is ObjectNode { Count: > 0 })
            {
                text.Append("FIELDS:\n");
                Fields(text, inner, 1, schemas.NameBehind(schema) is { Length: > 0 } own ? [own] : []);
            }
            return text.Append('\n').ToString();
        }

        // Open are the schemas that the path leads through: none is shown within itself.
        private void Fields(StringBuilder text, Node schema, int level, ImmutableHashSet<string> open)
        {
            var required = schema.Items("required").Select(static r => r.Text()).ToHashSet(StringComparer.Ordinal);
            foreach (var (key, field) in (schema.At("properties") as ObjectNode ?? ObjectNode.Empty).OrderBy(static p => p.Key, StringComparer.Ordinal))
            {
                text.Append(' ', level * 2).Append(key).Append($"\t<{TypeOf(field)}>").Append(required.Contains(key) ? " -required-" : "").Append('\n');
                if (Enum(field) is { Length: > 0 } choices) { text.Append(' ', level * 2).Append($"enum: {string.Join(", ", choices.Take(4))}{(choices.Length > 4 ? ", ...." : "")}\n"); }
                if (!isRecursive) { text.Append(Description(field, field, "<no description>", (level * 2) + 2, isField: true)).Append('\n'); continue; }
                var name = schemas.NameBehind(field);
                if (!open.Contains(name) && schemas.Behind(field) is { } inner && inner.At("properties") is ObjectNode { Count: > 0 }) { Fields(text, inner, level + 1, name.Length > 0 ? open.Add(name) : open); }
            }
        }

        private string TypeOf(Node schema)
        {
            if (Schemas.Reference(schema) is { Length: > 0 } name)
            {
                var target = schemas[name];
                return target.Text("type") is "object" or "" && target.At("properties") is not null ? name[(name.LastIndexOf('.') + 1)..] : target.Text("type") is { Length: > 0 } plain && plain != "object" ? plain : name[(name.LastIndexOf('.') + 1)..];
            }
            if (schema.At("items") is { } items) { return $"[]{TypeOf(items)}"; }
            if (schema.At("additionalProperties") is ObjectNode values) { return $"map[string]{TypeOf(values)}"; }
            return schema.Text("type") is "object" or "" ? "Object" : schema.Text("type");
        }

        private static string[] Enum(Node schema) => [.. schema.Items("enum").Select(static e => e.Text() is { Length: > 0 } text ? text : "\"\"").Order(StringComparer.Ordinal)];

        private string Description(Node own, Node inner, string none, int indent, bool isField = false)
        {
            // Of what is explained itself the type's own words follow those of the field.
            var words = isField ? own.Text("description") : string.Join('\n', new[] { own.Text("description"), inner.Text("description") }.Where(static t => t.Length > 0).Distinct());
            if (isField && words.Length == 0 && Schemas.Reference(inner) is { Length: > 0 } name) { words = schemas[name].Text("description"); }
            var pad = new string(' ', indent);
            if (words.Length == 0) { return $"{pad}{none}\n"; }
            return string.Concat(words.Split('\n').SelectMany(Wrapped).Select(l => $"{pad}{l}\n")) + (isField ? "" : $"{pad}\n");
        }

        private static IEnumerable<string> Wrapped(string paragraph)
        {
            var line = new StringBuilder();
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > LineWidthMax) { yield return line.ToString(); line.Clear(); }
                line.Append(line.Length > 0 ? " " : "").Append(word);
            }
            yield return line.ToString();
        }
    }
}
