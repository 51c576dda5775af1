using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Validation.Printing;

/// <summary>
/// Values as upstream prints and compares them.
/// Compat: messages name the fields of upstream's own types, with what is absent as null or zero; pinned by the recorded answers.
/// </summary>
internal static class InternalForm
{
    private const int ContextLines = 3;
    private static readonly JsonWriterOptions _indented = new() { Encoder = Node.WriterOptions.Encoder, Indented = true, IndentSize = 1, NewLine = "\n", MaxDepth = Node.DepthMax };
    private static readonly FrozenDictionary<string, InternalField[]> _types = InternalTypes.Text.Split('\n')
        .Select(static line => line.Split(' ')).ToFrozenDictionary(static words => words[0], static words => words[1..].Select(InternalField.Parse).ToArray());

    /// <summary>The object as one of the type.</summary>
    public static ObjectNode Of(string type, Node? value) => Of(type, value, ObjectNode.Empty);

    /// <summary>The list as one of objects of the type; null where there is none.</summary>
    public static Node OfList(string type, Node? value) => value is ArrayNode items ? new ArrayNode([.. items.Select(i => Of(type, i))]) : NullNode.Instance;

    /// <summary>The object, which stands in another, as one of the type.</summary>
    public static ObjectNode Of(string type, Node? value, ObjectNode around)
    {
        var from = value as ObjectNode ?? ObjectNode.Empty;
        var builder = new ObjectNode.Builder();
        foreach (var field in _types[type])
        {
            if (field.IsInlined) { foreach (var (name, inner) in from.Object(field.Wire).Fields) { builder.Set(name, inner); } }
            else { builder.Set(field.Name, field.Print(from, around)); }
        }
        return builder.ToNode();
    }

    /// <summary>The same as objects of the type: lists and maps that are empty equal those that are absent, as do zeros that are always there.</summary>
    public static bool Same(string type, Node? a, Node? b) => Same(type, (a as ObjectNode ?? ObjectNode.Empty, ObjectNode.Empty), (b as ObjectNode ?? ObjectNode.Empty, ObjectNode.Empty));

    /// <summary>The same as objects of the type, each with the object that it stands in.</summary>
    public static bool Same(string type, (ObjectNode Value, ObjectNode Around) a, (ObjectNode Value, ObjectNode Around) b) => Array.TrueForAll(_types[type], f => f.IsSame(a, b));

    /// <summary>What tells objects of the type apart, as the lines that upstream puts behind a refusal.</summary>
    public static string Difference(string type, Node? before, Node? now) => UnifiedDiff.Between(Lines(Of(type, before)), Lines(Of(type, now)), ContextLines);

    private static string[] Lines(Node value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, _indented)) { value.WriteTo(writer); }
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)).Split('\n');
    }
}
