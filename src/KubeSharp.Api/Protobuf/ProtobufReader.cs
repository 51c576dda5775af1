using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Protobuf;

using Node = KubeSharp.Machinery.Documents.Node;

/// <summary>Reads objects in application/vnd.kubernetes.protobuf. Source: API Concepts, Kubernetes Protobuf encoding.</summary>
public static class ProtobufReader
{
    private const int DepthMax = 200;

    private static ReadOnlySpan<byte> Magic => [(byte)'k', (byte)'8', (byte)'s', 0];

    /// <summary>The object in the envelope, as JSON would show it.</summary>
    /// <exception cref="FormatException">It is malformed, or of a kind that is not known.</exception>
    public static ObjectNode Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic)) { throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"); }
        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = [];
        var envelope = new ProtobufBytes(bytes[Magic.Length..]);
        while (envelope.Next(out var wire) is > 0 and var number)
        {
            switch (number)
            {
                case 1: (apiVersion, kind) = TypeOf(envelope.Bytes()); break;
                case 2: raw = envelope.Bytes(); break;
                default: envelope.Skip(wire); break;
            }
        }
        var schema = ProtobufKinds.Schema(apiVersion, kind) ?? throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var builder = new ObjectNode.Builder().Set("apiVersion", apiVersion).Set("kind", kind);
        Message(raw, ProtobufShape.Of(schema), builder, 0);
        return builder.ToNode();
    }

    /// <summary>A message of the shape as a tree.</summary>
    internal static ObjectNode Message(ReadOnlySpan<byte> bytes, ProtobufShape shape, int depth)
    {
        var builder = new ObjectNode.Builder();
        Message(bytes, shape, builder, depth);
        return builder.ToNode();
    }

    private static (string ApiVersion, string Kind) TypeOf(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var number)
        {
            switch (number)
            {
                case 1: apiVersion = message.Text(); break;
                case 2: kind = message.Text(); break;
                default: message.Skip(wire); break;
            }
        }
        return (apiVersion, kind);
    }

    private static void Message(ReadOnlySpan<byte> bytes, ProtobufShape shape, ObjectNode.Builder target, int depth)
    {
        if (depth > DepthMax) { throw new FormatException("proto: nested too deeply"); }
        var message = new ProtobufBytes(bytes);
        // Items of a list and of a map come one by one, not always together.
        var lists = new Dictionary<string, ImmutableArray<Node>.Builder>(StringComparer.Ordinal);
        var maps = new Dictionary<string, ObjectNode.Builder>(StringComparer.Ordinal);
        while (message.Next(out var wire) is > 0 and var number)
        {
            if (!shape.Entries.TryGetValue(number, out var entry)) { message.Skip(wire); }
            else if (entry.Field is not { } field) { Message(message.Bytes(), entry.Embedded!, target, depth + 1); }
            else if (field.Type.Kind == SchemaKind.List)
            {
                if (!lists.TryGetValue(field.Name, out var items)) { lists[field.Name] = items = ImmutableArray.CreateBuilder<Node>(); }
                Items(ref message, wire, field.Type.Items!, items, depth);
            }
            else if (field.Type.Kind == SchemaKind.Map)
            {
                if (!maps.TryGetValue(field.Name, out var values)) { maps[field.Name] = values = new ObjectNode.Builder(); }
                MapEntry(message.Bytes(), field.Type.Items!, entry.Union, values, depth);
            }
            else if (entry.Union != ProtobufUnion.None) { target.Set(field.Name, ProtobufUnions.Read(message.Bytes(), entry.Union, depth)); }
            else if (Value(ref message, wire, field.Type, depth) is { } value && (field.KeepsZero || field.IsRequired || !IsZero(value))) { target.Set(field.Name, value); }
        }
        foreach (var (name, items) in lists) { target.Set(name, new ArrayNode(items.ToImmutable())); }
        foreach (var (name, values) in maps) { target.Set(name, values.ToNode()); }
    }

    private static void Items(ref ProtobufBytes message, int wire, Schema type, ImmutableArray<Node>.Builder items, int depth)
    {
        if (type.Kind == SchemaKind.Integer && wire == 2)
        {
            var packed = new ProtobufBytes(message.Bytes());
            while (!packed.IsAtEnd) { items.Add((long)packed.Varint()); }
            return;
        }
        items.Add(Value(ref message, wire, type, depth) ?? NullNode.Instance);
    }

    private static void MapEntry(ReadOnlySpan<byte> bytes, Schema type, ProtobufUnion union, ObjectNode.Builder values, int depth)
    {
        var key = "";
        Node? value = null;
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var number)
        {
            switch (number)
            {
                case 1: key = message.Text(); break;
                case 2: value = union != ProtobufUnion.None ? ProtobufUnions.Read(message.Bytes(), union, depth) : type.Kind == SchemaKind.List ? Wrapped(message.Bytes(), type.Items!, depth) : Value(ref message, wire, type, depth); break;
                default: message.Skip(wire); break;
            }
        }
        values.Set(key, value ?? Empty(type));
    }

    // A list as a map's value stands in a message of its own.
    private static ArrayNode Wrapped(ReadOnlySpan<byte> bytes, Schema type, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var number)
        {
            if (number == 1) { Items(ref message, wire, type, items, depth); } else { message.Skip(wire); }
        }
        return new ArrayNode(items.ToImmutable());
    }

    // Null: there is no value although the field is there (a time that is not set).
    private static Node? Value(ref ProtobufBytes message, int wire, Schema type, int depth)
    {
        switch (type.Kind)
        {
            case SchemaKind.String: return message.Text();
            case SchemaKind.Integer: return type.Format == "int32" ? (int)message.Varint() : (long)message.Varint();
            case SchemaKind.Boolean: return message.Varint() != 0;
            case SchemaKind.Number: return new NumberNode(message.Double());
            case SchemaKind.Bytes: return Convert.ToBase64String(message.Bytes());
            case SchemaKind.Time or SchemaKind.MicroTime: return Time(message.Bytes(), type.Kind == SchemaKind.MicroTime);
            case SchemaKind.Quantity: return Parts(message.Bytes()).Text is { Length: > 0 } quantity ? quantity : "0";
            case SchemaKind.IntOrString: return IntOrText(message.Bytes());
            case SchemaKind.Any: return Json(Parts(message.Bytes()).Raw);
            case SchemaKind.Object:
                return Message(message.Bytes(), ProtobufShape.Of(type), depth + 1);
            default:
                message.Skip(wire);
                return null;
        }
    }

    private static (string Text, byte[] Raw) Parts(ReadOnlySpan<byte> bytes)
    {
        byte[] raw = [];
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var number)
        {
            if (number == 1 && wire == 2) { raw = message.Bytes().ToArray(); } else { message.Skip(wire); }
        }
        return (System.Text.Encoding.UTF8.GetString(raw), raw);
    }

    private static Node? Json(byte[] raw)
    {
        try { return raw.Length == 0 ? null : Node.Parse(raw); }
        catch (JsonException e) { throw new FormatException(e.Message, e); }
    }

    private static StringNode? Time(ReadOnlySpan<byte> bytes, bool isMicro)
    {
        if (bytes.IsEmpty) { return null; }
        var (seconds, nanos) = Pair(bytes);
        if (seconds is < -62_135_596_800 or > 253_402_300_799) { throw new FormatException("time out of range"); }
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100);
        return new StringNode(time.ToString(isMicro ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    private static (long First, int Second) Pair(ReadOnlySpan<byte> bytes)
    {
        var (first, second) = (0L, 0);
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var number)
        {
            switch (number)
            {
                case 1: first = (long)message.Varint(); break;
                case 2: second = (int)message.Varint(); break;
                default: message.Skip(wire); break;
            }
        }
        return (first, second);
    }

    private static Node IntOrText(ReadOnlySpan<byte> bytes)
    {
        var (isText, number, text) = (false, 0, "");
        var message = new ProtobufBytes(bytes);
        while (message.Next(out var wire) is > 0 and var field)
        {
            switch (field)
            {
                case 1: isText = message.Varint() == 1; break;
                case 2: number = (int)message.Varint(); break;
                case 3: text = message.Text(); break;
                default: message.Skip(wire); break;
            }
        }
        return isText ? text : number;
    }

    private static bool IsZero(Node value) => value is StringNode { Value.Length: 0 } or BooleanNode { Value: false } or NumberNode { Double: 0 };

    private static Node Empty(Schema type) => type.Kind switch
    {
        SchemaKind.Object or SchemaKind.Map => ObjectNode.Empty,
        SchemaKind.List => ArrayNode.Empty,
        SchemaKind.Integer or SchemaKind.Number => 0,
        SchemaKind.Boolean => false,
        SchemaKind.Time or SchemaKind.MicroTime => NullNode.Instance,
        _ => "",
    };
}
