using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>Builds trees from tokens. Field names that occur often are shared rather than allocated again.</summary>
internal static class NodeReader
{
    public static Node Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return ReadObject(ref reader);
            case JsonTokenType.StartArray: return ReadArray(ref reader);
            case JsonTokenType.String: return new StringNode(JsonText.Read(ref reader));
            case JsonTokenType.Number: return NumberNode.ReadNumber(ref reader);
            case JsonTokenType.True: return BooleanNode.True;
            case JsonTokenType.False: return BooleanNode.False;
            case JsonTokenType.Null: return NullNode.Instance;
            default: throw new JsonException($"unexpected token {reader.TokenType}");
        }
    }

    private static ObjectNode ReadObject(ref Utf8JsonReader reader)
    {
        var builder = new ObjectNode.Builder();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = FieldNames.Get(ref reader);
            reader.Read();
            builder.Set(name, Read(ref reader));
        }
        return builder.ToNode();
    }

    private static ArrayNode ReadArray(ref Utf8JsonReader reader)
    {
        List<Node>? items = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) { (items ??= []).Add(Read(ref reader)); }
        return items is null ? ArrayNode.Empty : new ArrayNode([.. items]);
    }
}
