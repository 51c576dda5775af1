using KubeSharp.Cli.Describing;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Kustomize;

/// <summary>
/// The fields that OpenAPI definitions of custom resources tell (crds): what names another object, what bears labels or annotations, what is named with
/// prefixes. Source: Kustomize, the extensions "x-kubernetes-…" of a property.
/// </summary>
internal static class FieldsOfDefinitions
{
    // What a property's extension makes of its field.
    private static readonly (string Extension, string Section)[] _extensions =
    [
        ("x-kubernetes-annotation", "commonAnnotations"), ("x-kubernetes-label-selector", "commonLabels"), ("x-kubernetes-identity", "namePrefix"),
    ];

    private static readonly string[] _ofKinds = ["kind", "apiVersion", "metadata"];

    /// <summary>The fields that a file tells, by name and definition.</summary>
    /// <exception cref="CliException">It holds no definitions.</exception>
    public static FieldConfiguration Read(string text, string file)
    {
        var definitions = Definitions(text, file);
        var fields = new List<(string Section, FieldSpec Field)>();
        var references = new List<FieldConfiguration.Reference>();
        // Compat: what looks like an object's type is one, and its kind is the last part of its name.
        foreach (var (name, _) in definitions.Where(static d => _ofKinds.All(f => Properties(d.Value)[f] is not null)))
        {
            Add(name, name[(name.LastIndexOf('.') + 1)..], [], []);
        }
        return FieldConfiguration.Of(fields, references);

        void Add(string type, string kind, string[] path, string[] types)
        {
            if (types.Contains(type)) { return; }
            foreach (var (name, property) in Properties(definitions[type]))
            {
                string[] at = [.. path, name];
                FieldSpec Field(params string[] more) => new(string.Join('/', [.. at, .. more]), kind, "", "", false);
                fields.AddRange(_extensions.Where(e => property.At(e.Extension) is StringNode).Select(e => (e.Section, Field())));
                if (property.At("x-kubernetes-object-ref-api-version") is StringNode version && property.At("x-kubernetes-object-ref-kind") is StringNode named)
                {
                    references.Add(new(named.Value, "", version.Value, Field(property.TextOr("name", "x-kubernetes-object-ref-name-key"))));
                }
                if (property.Text("$ref") is { Length: > 0 } next) { Add(next, kind, at, [.. types, type]); }
            }
        }
    }

    private static ObjectNode Definitions(string text, string file)
    {
        try
        {
            var content = text.StartsWith('{') ? Node.Parse(text) : Yaml.ReadAll(text, static _ => { }) is [var first, ..] ? first : ObjectNode.Empty;
            if (content is ObjectNode definitions) { return definitions; }
            var kind = content switch { ArrayNode => "array", StringNode => "string", BooleanNode => "bool", NullNode => "", _ => "number" };
            return kind.Length == 0 ? ObjectNode.Empty : throw new FormatException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {kind} into Go value of type accumulator.nameToApiMap");
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or CliException) { throw new CliException($"unable to parse open API definition from '{file}': {e.Message}"); }
    }

    private static ObjectNode Properties(Node? definition) => (definition?.At("Schema", "properties") ?? definition?.At("schema", "properties")) as ObjectNode ?? ObjectNode.Empty;
}
