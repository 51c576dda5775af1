using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Cli.Applying;

/// <summary>
/// Objects of built-in kinds that never were on a server, as upstream's types write them: what a type holds by value stands there, be it empty, and
/// nothing else is filled in.
/// </summary>
internal static class TypedForm
{
    /// <summary>The object in that form; itself where its kind is none of the built-in ones. Pure.</summary>
    public static ObjectNode Of(ObjectNode content, ResourceType type) =>
        KindSchemas.Of(type.Group, type.Version, type.Kind) is { } schema ? FilledObject(content, schema, ObjectNode.Of(("kind", content["kind"]), ("apiVersion", content["apiVersion"]))) : content;

    private static Node Filled(Node value, Schema schema) => (value, schema.Kind) switch
    {
        (ObjectNode fields, SchemaKind.Object) => FilledObject(fields, schema, ObjectNode.Empty),
        (ArrayNode items, SchemaKind.List) => new ArrayNode([.. items.Select(i => Filled(i, schema.Items!))]),
        _ => value,
    };

    private static ObjectNode FilledObject(ObjectNode content, Schema schema, ObjectNode result)
    {
        // In the order of the type's fields; what the type does not know is kept behind them.
        foreach (var field in schema.Fields)
        {
            if (content[field.Name] is { } value and not NullNode) { result = result.Set(field.Name, Filled(value, field.Type)); }
            else if (field.Default is ObjectNode { Count: 0 }) { result = result.Set(field.Name, FilledObject(ObjectNode.Empty, field.Type, ObjectNode.Empty)); }
            else if (field.IsNullIfNone) { result = result.Set(field.Name, NullNode.Instance); }
        }
        foreach (var (name, value) in content)
        {
            if (result[name] is null) { result = result.Set(name, value); }
        }
        return result;
    }
}
