using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Protobuf;

using Node = KubeSharp.Machinery.Documents.Node;

/// <summary>
/// JSON schema's either-or values as messages. Source: the published definitions of apiextensions/v1: JSONSchemaPropsOrArray {schema 1,
/// jSONSchemas 2}, JSONSchemaPropsOrBool {allows 1, schema 2}, JSONSchemaPropsOrStringArray {schema 1, property 2}.
/// </summary>
internal static class ProtobufUnions
{
    private const string SchemaName = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

    /// <summary>The union that a field of a type is.</summary>
    public static ProtobufUnion Of(string type, string field) => type != SchemaName ? ProtobufUnion.None : field switch
    {
        "items" => ProtobufUnion.SchemaOrSchemas,
        "additionalProperties" or "additionalItems" => ProtobufUnion.SchemaOrBoolean,
        "dependencies" => ProtobufUnion.SchemaOrNames,
        _ => ProtobufUnion.None,
    };

    /// <summary>Writes the field.</summary>
    public static void Write(int number, Node value, ProtobufUnion union, ProtobufOutput output)
    {
        var length = output.Length;
        var schema = ApiSchemas.Get(SchemaName);
        if (value is ObjectNode)
        {
            ProtobufWriter.Value(union == ProtobufUnion.SchemaOrBoolean ? 2 : 1, value, schema, output);
            // A schema allows what fits it.
            if (union == ProtobufUnion.SchemaOrBoolean) { output.Number(1, 1); }
        }
        else if (union == ProtobufUnion.SchemaOrBoolean) { output.Number(1, value is BooleanNode { Value: true } ? 1 : 0); }
        else if (value is ArrayNode items)
        {
            for (var i = items.Count - 1; i >= 0; i--)
            {
                if (union == ProtobufUnion.SchemaOrSchemas) { ProtobufWriter.Value(2, items[i], schema, output); } else { output.Text(2, (items[i] as StringNode)?.Value ?? ""); }
            }
        }
        output.Close(number, length);
    }

    /// <summary>Reads the message.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static Node Read(ReadOnlySpan<byte> bytes, ProtobufUnion union, int depth)
    {
        var shape = ProtobufShape.Of(ApiSchemas.Get(SchemaName));
        Node? schema = null;
        var allows = false;
        var items = ImmutableArray.CreateBuilder<Node>();
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var number)
        {
            var isSchema = number == (union == ProtobufUnion.SchemaOrBoolean ? 2 : 1);
            if (isSchema) { schema = ProtobufReader.Message(message.Bytes(), shape, depth + 1); }
            else if (union == ProtobufUnion.SchemaOrBoolean && number == 1) { allows = message.Varint() != 0; }
            else if (union == ProtobufUnion.SchemaOrSchemas && number == 2) { items.Add(ProtobufReader.Message(message.Bytes(), shape, depth + 1)); }
            else if (union == ProtobufUnion.SchemaOrNames && number == 2) { items.Add(message.Text()); }
            else { message.Skip(wire); }
        }
        return schema ?? (union == ProtobufUnion.SchemaOrBoolean ? (Node)allows : new ArrayNode(items.ToImmutable()));
    }
}
