using System.Globalization;
using System.Numerics;
using System.Text;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Schemas.Structural;
using KubeSharp.Machinery.Serialization;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Machinery.Schemas;

/// <summary>
/// Brings a document into the shape its schema demands: values of a wrong type are refused, null is as if absent, unknown fields are told and
/// dropped, quantities and times are written in their one form. What is right already is not copied.
/// </summary>
public sealed class DocumentReader(Action<string> unknownField)
{
    /// <summary>Values may nest this deep.</summary>
    public const int DepthMax = 256;

    private readonly List<Step> _path = [];
    private string _owner = "";

    /// <summary>The document in its shape.</summary>
    /// <exception cref="StatusException">400: a value has a wrong type.</exception>
    public ObjectNode Read(ObjectNode document, Schema schema) => schema.Structural is { } structural
        // Compat: wrong types in custom resources are found by validation, all of them at once.
        ? new Pruning(schema.Field("metadata")!.Type, unknownField).Prune(document, structural)
        : ReadObject(document, schema);

    private Node? ReadValue(Node value, Schema schema)
    {
        if (_path.Count > DepthMax) { throw StatusException.BadRequest("json: exceeded max depth"); }
        if (schema.Kind == SchemaKind.Any) { return value; }
        if (value is NullNode) { return schema.IsNullable ? value : null; }
        return schema.Kind switch
        {
            SchemaKind.Object => value is ObjectNode fields ? ReadObject(fields, schema) : throw Wrong(value, schema),
            SchemaKind.Map => value is ObjectNode entries ? ReadMap(entries, schema) : throw Wrong(value, schema),
            SchemaKind.List => value is ArrayNode items ? ReadList(items, schema) : throw Wrong(value, schema),
            SchemaKind.String => value is StringNode ? value : throw Wrong(value, schema),
            SchemaKind.Boolean => value is BooleanNode ? value : throw Wrong(value, schema),
            SchemaKind.Integer => ReadInteger(value, schema),
            SchemaKind.Number => value is NumberNode ? value : throw Wrong(value, schema),
            SchemaKind.Bytes => value is StringNode text ? ReadBytes(text) : throw Wrong(value, schema),
            SchemaKind.Time => ReadTime(value, schema, GoTimes.Seconds, "yyyy-MM-ddTHH:mm:ssZ"),
            SchemaKind.MicroTime => ReadTime(value, schema, GoTimes.Micros, "yyyy-MM-ddTHH:mm:ss.ffffffZ"),
            SchemaKind.Quantity => ReadQuantity(value),
            SchemaKind.IntOrString => value is StringNode or NumberNode { IsInteger: true, Integer: >= int.MinValue and <= int.MaxValue } ? value : throw Wrong(value, schema),
            _ => value,
        };
    }

    private ObjectNode ReadObject(ObjectNode document, Schema schema)
    {
        var owner = _owner;
        if (schema.Name.Length > 0) { _owner = schema.Name[(schema.Name.LastIndexOf('.') + 1)..]; }
        ObjectNode.Builder? changed = null;
        var fields = document.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, value) = fields[i];
            _path.Add(new(name, -1, false, schema.Name));
            Node? read;
            if (schema.Field(name) is { } field) { read = ReadValue(value, field.Type); }
            else if (schema.PreservesUnknownFields || (_path.Count == 1 && name is "apiVersion" or "kind")) { read = value; }
            else
            {
                unknownField(PathText());
                read = null;
            }
            _path.RemoveAt(_path.Count - 1);
            Keep(ref changed, document, i, name, value, read);
        }
        _owner = owner;
        return changed?.ToNode() ?? document;
    }

    private ObjectNode ReadMap(ObjectNode entries, Schema schema)
    {
        ObjectNode.Builder? changed = null;
        var fields = entries.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            var (key, value) = fields[i];
            _path.Add(new(key, -1, true, ""));
            var read = ReadValue(value, schema.Items!) ?? Zero(schema.Items!);
            _path.RemoveAt(_path.Count - 1);
            Keep(ref changed, entries, i, key, value, read);
        }
        return changed?.ToNode() ?? entries;
    }

    private ArrayNode ReadList(ArrayNode items, Schema schema)
    {
        Node[]? changed = null;
        for (var i = 0; i < items.Count; i++)
        {
            _path.Add(new("", i, false, ""));
            var read = ReadValue(items[i], schema.Items!) ?? Zero(schema.Items!) ?? NullNode.Instance;
            _path.RemoveAt(_path.Count - 1);
            if (changed is null && !ReferenceEquals(read, items[i])) { changed = [.. items.Items]; }
            if (changed is not null) { changed[i] = read; }
        }
        return changed is null ? items : new ArrayNode([.. changed]);
    }

    private Node ReadInteger(Node value, Schema schema)
    {
        if (value is not NumberNode number) { throw Wrong(value, schema); }
        if (!number.IsInteger && number.Double == Math.Truncate(number.Double) && Math.Abs(number.Double) < 9e15) { number = new NumberNode((long)number.Double); }
        if (!number.IsInteger || (schema.Format == "int32" && number.Integer is < int.MinValue or > int.MaxValue)) { throw Wrong(value, schema); }
        return ReferenceEquals(number, value) ? value : number;
    }

    private Node? ReadTime(Node value, Schema schema, string layout, string format)
    {
        if (value is not StringNode text) { throw Wrong(value, schema); }
        var (time, mistake) = GoTimes.Parse(text.Value, layout);
        if (time is not { } told) { throw Malformed(mistake); }
        // The first moment there is means none to Go.
        if (told == DateTime.MinValue) { return schema.IsNullable ? NullNode.Instance : null; }
        var written = told.ToString(format, CultureInfo.InvariantCulture);
        return written == text.Value ? value : written;
    }

    private Node ReadQuantity(Node value)
    {
        var text = value switch { StringNode s => s.Value, NumberNode n => n.ToString(), _ => null };
        if (text is null || !Quantity.TryParse(text, out var quantity))
        {
            throw Malformed("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        var written = quantity.ToString();
        return value is StringNode same && same.Value == written ? value : written;
    }

    // Compat: a null in a list or map is the type's empty value, as Go decodes it; pinned by DocumentReaderTests.
    private static Node? Zero(Schema schema) => schema.Kind switch
    {
        SchemaKind.Object => ObjectNode.Empty,
        SchemaKind.String or SchemaKind.Bytes => StringNode.Empty,
        SchemaKind.Integer or SchemaKind.Number or SchemaKind.IntOrString => 0,
        SchemaKind.Boolean => false,
        SchemaKind.Quantity => "0",
        _ => null,
    };

    private static void Keep(ref ObjectNode.Builder? changed, ObjectNode from, int index, string name, Node value, Node? read)
    {
        if (changed is null)
        {
            if (ReferenceEquals(read, value)) { return; }
            changed = new ObjectNode.Builder(from.Count);
            foreach (var (earlier, kept) in from.Fields[..index]) { changed.Set(earlier, kept); }
        }
        if (read is not null) { changed.Set(name, read); }
    }

    private static StringNode ReadBytes(StringNode text) =>
        GoBase64.MistakeAt(Encoding.UTF8.GetBytes(text.Value)) is >= 0 and var at ? throw Malformed(string.Create(CultureInfo.InvariantCulture, $"illegal base64 data at input byte {at}")) : text;

    private string PathText()
    {
        var text = new StringBuilder();
        foreach (var (name, index, _, _) in _path)
        {
            if (index >= 0) { text.Append(CultureInfo.InvariantCulture, $"[{index}]"); }
            else { text.Append(text.Length > 0 ? "." : "").Append(name); }
        }
        return text.ToString();
    }

    private StatusException Wrong(Node value, Schema schema)
    {
        var fields = _path.Where(static s => s is { Index: < 0, IsKey: false });
        return Malformed($"json: cannot unmarshal {(value is BooleanNode ? "bool" : value.Kind)}{(value is NumberNode && schema.Kind is SchemaKind.Integer or SchemaKind.IntOrString ? " " + GoNumber(value) : "")} into Go struct field {_owner}.{string.Join('.', fields.Select(static s => GoNames.Through(s.Owner, s.Name) + s.Name))} of type {NamedType() ?? TypeName(schema)}");
    }

    // The type of the field that the value is, or is within: the items of a list and the values of a map have what is left of its name.
    private string? NamedType()
    {
        var field = _path.FindLastIndex(static s => s is { Index: < 0, IsKey: false });
        if (field < 0 || GoNames.Type(_path[field].Owner, _path[field].Name) is not { } name) { return null; }
        foreach (var step in _path.Skip(field + 1))
        {
            if (name.IndexOf(']', StringComparison.Ordinal) is >= 0 and var end) { name = name[(end + 1)..]; } else { return null; }
        }
        return name;
    }

    // Compat: a number beyond 64 bits is told without an exponent where Go would write it so.
    private static string GoNumber(Node value) => value is NumberNode { IsInteger: false } large && Math.Abs(large.Double) < 1e21 && double.IsInteger(large.Double)
        ? new BigInteger(large.Double).ToString(CultureInfo.InvariantCulture) : value.ToString();

    private static StatusException Malformed(string message) => StatusException.BadRequest(message);

    private static string TypeName(Schema schema) => schema.Kind switch
    {
        SchemaKind.Integer => schema.Format,
        SchemaKind.Number => "float64",
        SchemaKind.Boolean => "bool",
        SchemaKind.Map => $"map[string]{TypeName(schema.Items!)}",
        SchemaKind.List => $"[]{TypeName(schema.Items!)}",
        SchemaKind.Object => ShortName(schema.Name),
        SchemaKind.IntOrString => "int32",
        SchemaKind.Bytes => "[]uint8",
        _ => "string",
    };

    // io.k8s.api.core.v1.Container is v1.Container to Go.
    private static string ShortName(string name)
    {
        var parts = name.Split('.');
        return parts.Length < 2 ? "object" : $"{parts[^2]}.{parts[^1]}";
    }

    // A field of its owner (an OpenAPI name), a key of a map or an item of a list. Go leaves keys and indexes out where it tells of a wrong type.
    private readonly record struct Step(string Name, int Index, bool IsKey, string Owner);
}
