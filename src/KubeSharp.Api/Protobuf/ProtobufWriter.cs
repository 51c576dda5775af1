using System.Globalization;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Protobuf;

using Node = KubeSharp.Machinery.Documents.Node;

/// <summary>
/// Writes objects in application/vnd.kubernetes.protobuf, fields in the order of their numbers and maps in the order of their keys, as upstream
/// does; what upstream does not hold behind a pointer is written though it is not there, as its zero. Source: API Concepts, Protobuf encoding.
/// </summary>
public static class ProtobufWriter
{
    private static readonly byte[] _magic = [(byte)'k', (byte)'8', (byte)'s', 0];
    private static readonly byte[] _noEncodingNoType = [0x1a, 0, 0x22, 0];

    /// <summary>The object as a message of its type; no envelope.</summary>
    public static byte[] Message(ObjectNode value, Schema schema)
    {
        var output = new ProtobufOutput();
        Fields(value, ProtobufShape.Of(schema), output);
        return output.ToArray();
    }

    /// <summary>The object in its envelope, by its apiVersion and kind; null: it is of no kind that travels in protobuf.</summary>
    public static byte[]? Object(ObjectNode value)
    {
        var (apiVersion, kind) = (value.TextAt("apiVersion") ?? "", value.TextAt("kind") ?? "");
        return ProtobufKinds.Schema(apiVersion, kind) is { } schema ? Enveloped(apiVersion, kind, Message(value, schema)) : null;
    }

    /// <summary>A message in the envelope that tells its type.</summary>
    public static byte[] Enveloped(string apiVersion, string kind, ReadOnlySpan<byte> message) => [.. EnvelopeHead(apiVersion, kind, message.Length), .. message, .. _noEncodingNoType];

    /// <summary>What stands before a message of the length in its envelope.</summary>
    public static byte[] EnvelopeHead(string apiVersion, string kind, int messageLength)
    {
        var output = new ProtobufOutput(64);
        output.Varint((ulong)messageLength);
        output.Tag(2, 2);
        var length = output.Length;
        output.Text(2, kind);
        output.Text(1, apiVersion);
        output.Close(1, length);
        output.Raw(_magic);
        return output.ToArray();
    }

    /// <summary>What stands after a message in its envelope: no content encoding and no content type.</summary>
    public static ReadOnlyMemory<byte> EnvelopeTail => _noEncodingNoType;

    /// <summary>What stands before a list's item of the length: the field of items.</summary>
    public static byte[] ItemHead(int messageLength)
    {
        var output = new ProtobufOutput(12);
        output.Varint((ulong)messageLength);
        output.Tag(2, 2);
        return output.ToArray();
    }

    /// <summary>A list's metadata as its first field.</summary>
    public static byte[] ListMetadata(ObjectNode metadata)
    {
        var output = new ProtobufOutput(64);
        output.Bytes(1, Message(metadata, ApiSchemas.Get(ProtobufKinds.ListMeta)));
        return output.ToArray();
    }

    /// <summary>
    /// What stands before the enveloped object of the length in a watch's frame: the frame's length in four bytes, then the event (type, and the
    /// object as free bytes) without an envelope of its own.
    /// </summary>
    public static byte[] WatchHead(string type, int envelopedLength)
    {
        var output = new ProtobufOutput(64);
        output.Varint((ulong)envelopedLength);
        output.Tag(1, 2);
        output.Varint((ulong)(output.Length + envelopedLength));
        output.Tag(2, 2);
        output.Text(1, type);
        var length = output.Length + envelopedLength;
        output.Raw([(byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);
        return output.ToArray();
    }

    private static void Fields(ObjectNode value, ProtobufShape shape, ProtobufOutput output)
    {
        foreach (var (number, entry) in shape.Descending)
        {
            if (entry.Field is { } field)
            {
                if (value[field.Name] is { } node and not NullNode) { Field(number, node, entry, field.Type, output); }
                else if (entry.Zero is { } zero) { output.Raw(zero); }
                continue;
            }
            var length = output.Length;
            Fields(value, entry.Embedded!, output);
            output.Close(number, length);
        }
    }

    private static void Field(int number, Node node, ProtobufShape.Entry entry, Schema type, ProtobufOutput output)
    {
        if (type.Kind == SchemaKind.List)
        {
            List(number, node, type.Items!, output);
            return;
        }
        if (type.Kind == SchemaKind.Map)
        {
            foreach (var (key, value) in (node as ObjectNode ?? ObjectNode.Empty).OrderByDescending(static f => f.Key, StringComparer.Ordinal))
            {
                var length = output.Length;
                if (entry.Union != ProtobufUnion.None) { ProtobufUnions.Write(2, value, entry.Union, output); }
                else if (type.Items!.Kind == SchemaKind.List)
                {
                    var before = output.Length;
                    List(1, value, type.Items.Items!, output);
                    output.Close(2, before);
                }
                else { Value(2, value, type.Items, output); }
                output.Text(1, key);
                output.Close(number, length);
            }
            return;
        }
        if (entry.Union != ProtobufUnion.None) { ProtobufUnions.Write(number, node, entry.Union, output); }
        else { Value(number, node, type, output); }
    }

    private static void List(int number, Node node, Schema items, ProtobufOutput output)
    {
        if (node is not ArrayNode list) { return; }
        for (var i = list.Count - 1; i >= 0; i--) { Value(number, list[i], items, output); }
    }

    /// <summary>A field that is not there, as its zero.</summary>
    internal static byte[] Zero(int number, Schema type)
    {
        var output = new ProtobufOutput(64);
        Value(number, null, type, output);
        return output.ToArray();
    }

    /// <summary>A field of one value; null: its zero.</summary>
    internal static void Value(int number, Node? node, Schema type, ProtobufOutput output)
    {
        var length = output.Length;
        switch (type.Kind)
        {
            case SchemaKind.String: output.Text(number, (node as StringNode)?.Value ?? ""); return;
            case SchemaKind.Integer: output.Number(number, (node as NumberNode)?.Integer ?? 0); return;
            case SchemaKind.Boolean: output.Number(number, node is BooleanNode { Value: true } ? 1 : 0); return;
            case SchemaKind.Number:
                output.Double((node as NumberNode)?.Double ?? 0);
                output.Tag(number, 1);
                return;
            case SchemaKind.Bytes: output.Bytes(number, node is StringNode text ? Convert.FromBase64String(text.Value) : []); return;
            case SchemaKind.Time or SchemaKind.MicroTime: Time(node, output); break;
            case SchemaKind.Quantity: output.Text(1, node is StringNode quantity ? quantity.Value : node?.ToString() ?? "0"); break;
            case SchemaKind.IntOrString: IntOrText(node, output); break;
            case SchemaKind.Object: Fields(node as ObjectNode ?? ObjectNode.Empty, ProtobufShape.Of(type), output); break;
            case var _ when node is null: break;
            default: output.Bytes(1, node.ToUtf8()); break;
        }
        output.Close(number, length);
    }

    private static void Time(Node? node, ProtobufOutput output)
    {
        if (node is not StringNode text || !DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) { return; }
        var (seconds, ticks) = Math.DivRem((time - DateTimeOffset.UnixEpoch).Ticks, TimeSpan.TicksPerSecond);
        output.Number(2, (ticks < 0 ? ticks + TimeSpan.TicksPerSecond : ticks) * 100);
        output.Number(1, ticks < 0 ? seconds - 1 : seconds);
    }

    private static void IntOrText(Node? node, ProtobufOutput output)
    {
        output.Text(3, (node as StringNode)?.Value ?? "");
        output.Number(2, (node as NumberNode)?.Integer ?? 0);
        output.Number(1, node is StringNode ? 1 : 0);
    }
}
