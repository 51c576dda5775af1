using System.Collections.Frozen;
using KubeSharp.Api.Protobuf;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.OpenApi;

/// <summary>
/// A document of OpenAPI 2.0 as the protobuf message that Go clients ask for. Pure. Each table below is a message: name in JSON, field number,
/// form; what no table names is left out. Source: gnostic's OpenAPIv2.proto.
/// </summary>
internal static class OpenApiProtobuf
{
    /// <summary>The form's name on the wire.</summary>
    public const string MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>The name by which older clients ask for it.</summary>
    public const string OldMediaType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private static readonly MessageTable _info = new(7, ("title", 1, Text), ("version", 2, Text), ("description", 3, Text));
    private static readonly MessageTable _schema = new(31,
        ("$ref", 1, Text), ("format", 2, Text), ("title", 3, Text), ("description", 4, Text), ("default", 5, Yaml), ("multipleOf", 6, Double), ("maximum", 7, Double),
        ("exclusiveMaximum", 8, Flag), ("minimum", 9, Double), ("exclusiveMinimum", 10, Flag), ("maxLength", 11, Number), ("minLength", 12, Number), ("pattern", 13, Text),
        ("maxItems", 14, Number), ("minItems", 15, Number), ("uniqueItems", 16, Flag), ("maxProperties", 17, Number), ("minProperties", 18, Number), ("required", 19, Each(Text)),
        ("enum", 20, Each(Yaml)), ("additionalProperties", 21, AdditionalProperties), ("type", 22, In(1, OneOrEach(Text))), ("items", 23, In(1, OneOrEach(Schema))), ("allOf", 24, Each(Schema)),
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
    private static readonly MessageTable _document = new(16,
        ("swagger", 1, Text), ("info", 2, Message(() => _info)), ("paths", 8, In(2, Named(Message(() => _item!)))), ("definitions", 9, In(1, Named(Schema))));

    private delegate void Form(ProtobufOutput output, int number, Node value);

    /// <summary>The document as a message.</summary>
    public static byte[] Write(ObjectNode document)
    {
        var output = new ProtobufOutput(1 << 20);
        Fields(document, _document, output);
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

    private static void AdditionalProperties(ProtobufOutput output, int number, Node value) => (value is ObjectNode ? In(1, Schema) : In(2, Flag))(output, number, value);

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
