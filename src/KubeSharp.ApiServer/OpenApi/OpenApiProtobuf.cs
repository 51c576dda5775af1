using System.Collections.Frozen;
using KubeSharp.Api.Protobuf;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>
/// A document of OpenAPI 2.0 or 3.0 as the protobuf message that Go clients ask for. Pure. Each table below is a message: name in JSON, field number,
/// form; what no table names is left out. Source: gnostic's OpenAPIv2.proto and OpenAPIv3.proto.
/// </summary>
internal static class OpenApiProtobuf
{
    /// <summary>The form's name on the wire.</summary>
    public const string MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>The name by which older clients ask for it.</summary>
    public const string OldMediaType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    /// <summary>The name of OpenAPI 3.0's form.</summary>
    public const string V3MediaType = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

    /// <summary>The name by which older clients ask for it.</summary>
    public const string OldV3MediaType = "application/com.github.proto-openapi.spec.v3@v1.0+protobuf";

    private static readonly MessageTable _info = new(7, ("title", 1, Text), ("version", 2, Text), ("description", 3, Text));
    private static readonly MessageTable _schema = new(31,
        ("$ref", 1, Text), ("format", 2, Text), ("title", 3, Text), ("description", 4, Text), ("default", 5, Yaml), ("multipleOf", 6, Double), ("maximum", 7, Double),
        ("exclusiveMaximum", 8, Flag), ("minimum", 9, Double), ("exclusiveMinimum", 10, Flag), ("maxLength", 11, Number), ("minLength", 12, Number), ("pattern", 13, Text),
        ("maxItems", 14, Number), ("minItems", 15, Number), ("uniqueItems", 16, Flag), ("maxProperties", 17, Number), ("minProperties", 18, Number), ("required", 19, Each(Text)),
        ("enum", 20, Each(Yaml)), ("additionalProperties", 21, AdditionalProperties(Schema)), ("type", 22, In(1, OneOrEach(Text))), ("items", 23, In(1, OneOrEach(Schema))), ("allOf", 24, Each(Schema)),
        ("properties", 25, In(1, Named(Schema))), ("readOnly", 27, Flag), ("example", 30, Yaml));
    private static readonly MessageTable _body = new(6, ("description", 1, Text), ("name", 2, Text), ("in", 3, Text), ("required", 4, Flag), ("schema", 5, Schema));
    private static readonly MessageTable _query = new(23, ("required", 1, Flag), ("in", 2, Text), ("description", 3, Text), ("name", 4, Text), ("type", 6, Text), ("format", 7, Text), ("uniqueItems", 20, Flag));
    private static readonly MessageTable _path = new(22, ("required", 1, Flag), ("in", 2, Text), ("description", 3, Text), ("name", 4, Text), ("type", 5, Text), ("format", 6, Text), ("uniqueItems", 19, Flag));
    private static readonly MessageTable _response = new(5, ("description", 1, Text), ("schema", 2, In(1, Schema)));
    private static readonly MessageTable _operation = new(13,
        ("tags", 1, Each(Text)), ("summary", 2, Text), ("description", 3, Text), ("operationId", 5, Text), ("produces", 6, Each(Text)), ("consumes", 7, Each(Text)),
        ("parameters", 8, Each(Parameter)), ("responses", 9, In(1, Named(In(1, Message(() => _response!))))), ("schemes", 10, Each(Text)), ("deprecated", 11, Flag));
    private static readonly MessageTable _item = new(10,
        ("get", 2, Message(() => _operation!)), ("put", 3, Message(() => _operation!)), ("post", 4, Message(() => _operation!)), ("delete", 5, Message(() => _operation!)),
        ("options", 6, Message(() => _operation!)), ("head", 7, Message(() => _operation!)), ("patch", 8, Message(() => _operation!)), ("parameters", 9, Each(Parameter)));
    private static readonly MessageTable _key = new(5, ("type", 1, Text), ("name", 2, Text), ("in", 3, Text), ("description", 4, Text));
    private static readonly MessageTable _document = new(16,
        ("swagger", 1, Text), ("info", 2, Message(() => _info)), ("paths", 8, In(2, Named(Message(() => _item!)))), ("definitions", 9, In(1, Named(Schema))),
        ("security", 12, Each(In(1, Named(In(1, Each(Text)))))), ("securityDefinitions", 13, In(1, Named(In(2, Message(() => _key))))));

    // OpenAPI 3.0. Where a reference may stand instead, the message is one of two within another.
    private static readonly MessageTable _info3 = new(7, ("title", 1, Text), ("description", 2, Text), ("version", 6, Text));
    private static readonly MessageTable _reference = new(0, ("$ref", 1, Text));
    private static readonly MessageTable _schema3 = new(36,
        ("nullable", 1, Flag), ("readOnly", 3, Flag), ("writeOnly", 4, Flag), ("example", 7, Yaml), ("deprecated", 8, Flag), ("title", 9, Text), ("multipleOf", 10, Double), ("maximum", 11, Double),
        ("exclusiveMaximum", 12, Flag), ("minimum", 13, Double), ("exclusiveMinimum", 14, Flag), ("maxLength", 15, Number), ("minLength", 16, Number), ("pattern", 17, Text), ("maxItems", 18, Number),
        ("minItems", 19, Number), ("uniqueItems", 20, Flag), ("maxProperties", 21, Number), ("minProperties", 22, Number), ("required", 23, Each(Text)), ("enum", 24, Each(Yaml)), ("type", 25, Text),
        ("allOf", 26, Each(Schema3)), ("oneOf", 27, Each(Schema3)), ("anyOf", 28, Each(Schema3)), ("not", 29, Message(() => _schema3!)), ("items", 30, In(1, Schema3)), ("properties", 31, In(1, Named(Schema3))),
        ("additionalProperties", 32, AdditionalProperties(Schema3)), ("default", 33, Default3), ("description", 34, Text), ("format", 35, Text));
    private static readonly MessageTable _media = new(5, ("schema", 1, Schema3));
    private static readonly MessageTable _parameter3 = new(14, ("name", 1, Text), ("in", 2, Text), ("description", 3, Text), ("required", 4, Flag), ("schema", 10, Schema3));
    private static readonly MessageTable _requestBody = new(4, ("description", 1, Text), ("content", 2, In(1, Named(Message(() => _media)))), ("required", 3, Flag));
    private static readonly MessageTable _response3 = new(5, ("description", 1, Text), ("content", 3, In(1, Named(Message(() => _media)))));
    private static readonly MessageTable _operation3 = new(13,
        ("tags", 1, Each(Text)), ("summary", 2, Text), ("description", 3, Text), ("operationId", 5, Text), ("parameters", 6, Each(In(1, Message(() => _parameter3)))), ("requestBody", 7, In(1, Message(() => _requestBody))),
        ("responses", 8, In(2, Named(In(1, Message(() => _response3))))), ("deprecated", 10, Flag));
    private static readonly MessageTable _item3 = new(14,
        ("get", 4, Message(() => _operation3)), ("put", 5, Message(() => _operation3)), ("post", 6, Message(() => _operation3)), ("delete", 7, Message(() => _operation3)), ("options", 8, Message(() => _operation3)),
        ("head", 9, Message(() => _operation3)), ("patch", 10, Message(() => _operation3)), ("parameters", 13, Each(In(1, Message(() => _parameter3)))));
    private static readonly MessageTable _scheme3 = new(9, ("type", 1, Text), ("description", 2, Text), ("name", 3, Text), ("in", 4, Text));
    private static readonly MessageTable _components = new(10, ("schemas", 1, In(1, Named(Schema3))), ("securitySchemes", 7, In(1, Named(In(1, Message(() => _scheme3))))));
    private static readonly MessageTable _document3 = new(9, ("openapi", 1, Text), ("info", 2, Message(() => _info3)), ("paths", 4, In(1, Named(Message(() => _item3)))), ("components", 5, Message(() => _components)));

    private delegate void Form(ProtobufOutput output, int number, Node value);

    /// <summary>A document of OpenAPI 2.0 as a message.</summary>
    public static byte[] Write(ObjectNode document) => Write(document, _document);

    /// <summary>A document of OpenAPI 3.0 as a message.</summary>
    public static byte[] WriteV3(ObjectNode document) => Write(document, _document3);

    private static byte[] Write(ObjectNode document, MessageTable table)
    {
        var output = new ProtobufOutput(1 << 16);
        Fields(document, table, output);
        return output.ToArray();
    }

    // From the last to the first, as the output grows towards its beginning.
    private static void Fields(ObjectNode value, MessageTable table, ProtobufOutput output)
    {
        for (var i = value.Fields.Length - 1; i >= 0; i--)
        {
            var (name, part) = value.Fields[i];
            if (table.Parts.TryGetValue(name, out var known)) { known.Form(output, known.Number, part); }
            else if (name.StartsWith("x-", StringComparison.Ordinal)) { Entry(output, table.Extensions, name, part, Yaml); }
        }
    }

    private static void Text(ProtobufOutput output, int number, Node value) => output.Text(number, value is StringNode text ? text.Value : "");

    private static void Flag(ProtobufOutput output, int number, Node value)
    {
        if (value is BooleanNode { Value: true }) { output.Number(number, 1); }
    }

    private static void Number(ProtobufOutput output, int number, Node value)
    {
        if (value is NumberNode { IsInteger: true } whole) { output.Number(number, whole.Integer); }
    }

    private static void Double(ProtobufOutput output, int number, Node value)
    {
        if (value is not NumberNode real) { return; }
        output.Double(real.Double);
        output.Tag(number, 1);
    }

    // JSON is YAML.
    private static void Yaml(ProtobufOutput output, int number, Node value)
    {
        var length = output.Length;
        output.Bytes(2, value.ToUtf8());
        output.Close(number, length);
    }

    private static void Schema(ProtobufOutput output, int number, Node value) => Message(() => _schema)(output, number, value);

    private static Form AdditionalProperties(Form schema) => (output, number, value) => (value is ObjectNode ? In(1, schema) : In(2, Flag))(output, number, value);

    private static void Schema3(ProtobufOutput output, int number, Node value) =>
        (((ObjectNode)value)["$ref"] is not null ? In(2, Message(() => _reference)) : In(1, Message(() => _schema3)))(output, number, value);

    // Only plain values have a place in the message.
    private static void Default3(ProtobufOutput output, int number, Node value)
    {
        Form form = value switch { NumberNode => Double, BooleanNode => Flag, StringNode => Text, _ => static (_, _, _) => { } };
        In(value switch { NumberNode => 1, BooleanNode => 2, _ => 3 }, form)(output, number, value);
    }

    private static void Parameter(ProtobufOutput output, int number, Node value)
    {
        Form form = ((ObjectNode)value).TextAt("in") switch
        {
            "body" => In(1, Message(() => _body)),
            "path" => In(2, In(4, Message(() => _path))),
            _ => In(2, In(3, Message(() => _query))),
        };
        // The parameter is one of several messages, inside of one that could be a reference.
        In(1, form)(output, number, value);
    }

    private static Form Message(Func<MessageTable> table) => (output, number, value) =>
    {
        if (value is not ObjectNode fields) { return; }
        var length = output.Length;
        Fields(fields, table(), output);
        output.Close(number, length);
    };

    /// <summary>The value inside of a message that has it as its field <paramref name="inner"/>.</summary>
    private static Form In(int inner, Form form) => (output, number, value) =>
    {
        var length = output.Length;
        form(output, inner, value);
        output.Close(number, length);
    };

    private static Form Each(Form form) => (output, number, value) =>
    {
        if (value is not ArrayNode items) { return; }
        for (var i = items.Count - 1; i >= 0; i--) { form(output, number, items[i]); }
    };

    private static Form OneOrEach(Form form) => (output, number, value) => (value is ArrayNode ? Each(form) : form)(output, number, value);

    private static Form Named(Form form) => (output, number, value) =>
    {
        if (value is not ObjectNode entries) { return; }
        for (var i = entries.Count - 1; i >= 0; i--) { Entry(output, number, entries.Fields[i].Key, entries.Fields[i].Value, form); }
    };

    private static void Entry(ProtobufOutput output, int number, string name, Node value, Form form)
    {
        var length = output.Length;
        form(output, 2, value);
        output.Text(1, name);
        output.Close(number, length);
    }

    private sealed class MessageTable(int extensions, params (string Name, int Number, Form Form)[] parts)
    {
        /// <summary>The field of what begins with x-.</summary>
        public int Extensions { get; } = extensions;

        public FrozenDictionary<string, (int Number, Form Form)> Parts { get; } = parts.ToFrozenDictionary(static p => p.Name, static p => (p.Number, p.Form), StringComparer.Ordinal);
    }
}
