using System.Buffers;
using System.Text;
using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>
/// A value of an immutable JSON tree: <see cref="ObjectNode"/>, <see cref="ArrayNode"/>, <see cref="StringNode"/>, <see cref="NumberNode"/>,
/// <see cref="BooleanNode"/> or <see cref="NullNode"/>. Equality is by content; the order of an object's fields does not count.
/// Changes return a new value that shares what did not change.
/// </summary>
public abstract class Node : IEquatable<Node>
{
    /// <summary>How deep a document may nest, as upstream's decoder allows.</summary>
    public const int DepthMax = 10_000;

    private const int ScratchBytesMax = 128 * 1024;
    [ThreadStatic] private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _scratch;

    /// <summary>What upstream calls the value in messages: object, array, string, number, boolean, null.</summary>
    public abstract string Kind { get; }

    /// <summary>Reads one document; anything after it is an error.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value, nest too deep, or hold invalid UTF-8.</exception>
    public static Node Parse(ReadOnlySpan<byte> utf8, int depthMax = 512)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = depthMax });
        reader.Read();
        var node = Read(ref reader);
        if (reader.Read()) { throw new JsonException("invalid character after top-level value"); }
        return node;
    }

    /// <summary>Reads one document from text.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static Node Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads the value whose first token the reader stands on; leaves it on the value's last token. Of duplicate fields the last one counts.</summary>
    public static Node Read(ref Utf8JsonReader reader) => NodeReader.Read(ref reader);

    /// <summary>Writes the value.</summary>
    public abstract void WriteTo(Utf8JsonWriter writer);

    /// <summary>The value as compact UTF-8 JSON.</summary>
    public byte[] ToUtf8()
    {
        var (buffer, writer) = _scratch ??= NewScratch();
        try
        {
            WriteTo(writer);
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            // What a large value needed is not kept.
            if (buffer.Capacity > ScratchBytesMax) { _scratch = null; }
            else
            {
                buffer.ResetWrittenCount();
                writer.Reset();
            }
        }
    }

    /// <summary>Compact; characters are escaped only where JSON demands it, so that bytes equal what other implementations write.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = DepthMax,
    };

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) NewScratch()
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        return (buffer, new Utf8JsonWriter(buffer, WriterOptions));
    }

    /// <summary>The value as compact JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(ToUtf8());

    /// <summary>Equal by content; numbers by value.</summary>
    public abstract bool Equals(Node? other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Node node && Equals(node);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value at the path, or null where a step is missing. Steps are field names.</summary>
    public Node? At(params ReadOnlySpan<string> path)
    {
        Node? node = this;
        foreach (var step in path)
        {
            node = (node as ObjectNode)?[step];
            if (node is null) { return null; }
        }
        return node;
    }

    /// <summary>The text at the path, or null where there is none.</summary>
    public string? TextAt(params ReadOnlySpan<string> path) => (At(path) as StringNode)?.Value;

    /// <summary>A copy with the value at the path replaced; objects on the way are made where they are missing; null removes the field.</summary>
    public Node With(ReadOnlySpan<string> path, Node? value)
    {
        if (path.Length == 0) { return value ?? NullNode.Instance; }
        var self = this as ObjectNode ?? ObjectNode.Empty;
        var child = self[path[0]];
        if (path.Length == 1) { return value is null ? self.Remove(path[0]) : self.Set(path[0], value); }
        if (child is null && value is null) { return this; }
        return self.Set(path[0], (child ?? ObjectNode.Empty).With(path[1..], value));
    }

    /// <summary>Text becomes a string value; no text becomes no value.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    public static implicit operator Node?(string? value) => value is null ? null : new StringNode(value);
    /// <summary>A truth value.</summary>
    public static implicit operator Node(bool value) => value ? BooleanNode.True : BooleanNode.False;
    /// <summary>A whole number.</summary>
    public static implicit operator Node(long value) => new NumberNode(value);
    /// <summary>A whole number.</summary>
    public static implicit operator Node(int value) => new NumberNode((long)value);
}
