using System.Globalization;
using KubeSharp.Api.Protobuf;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Tests.Protobuf;

using Node = KubeSharp.Machinery.Documents.Node;

/// <summary>What upstream's generated code writes of each message: a line a type, fields by number and wire type (v varint, d double, b bytes), ? behind a pointer, * a list or map.</summary>
public sealed class ProtobufFieldTests
{
    // Which nobody sends without verbs: they stand behind a pointer there, and are a list here.
    private const string Verbs = "io.k8s.apimachinery.pkg.apis.meta.v1.APIResource";
    private static readonly (string Type, string[] Fields)[] _facts = [.. File.ReadLines(Path.Combine(RoundTrip.Folder, "..", "protobuf-fields.txt")).Select(static l => l.Split(' ')).Select(static p => (p[0], p[1..]))];

    [Fact]
    public void An_empty_object_has_just_the_fields_that_upstream_always_writes()
    {
        Assert.True(_facts.Length > 600);
        foreach (var (type, fields) in _facts)
        {
            string[] expected = [.. fields.Where(static f => char.IsLetter(f[^1])).Concat(type == Verbs ? ["4b"] : []).OrderBy(static f => int.Parse(f[..^1], CultureInfo.InvariantCulture))];
            Assert.Equal($"{type} {string.Join(' ', expected)}", $"{type} {string.Join(' ', Written(ObjectNode.Empty, ApiSchemas.Get(type)))}");
        }
    }

    [Fact]
    public void A_zero_behind_a_pointer_is_written_where_it_is_there()
    {
        var count = 0;
        foreach (var (type, fields) in _facts)
        {
            var schema = ApiSchemas.Get(type);
            foreach (var field in fields.Where(static f => f[^1] == '?').Select(static f => f[..^1]))
            {
                if (ProtobufShape.Of(schema).Entries[int.Parse(field[..^1], CultureInfo.InvariantCulture)].Field is not { } found || Zero(found.Type.Kind) is not { } zero) { continue; }
                count++;
                Assert.True(Written(ObjectNode.Of((found.Name, zero)), schema).Contains(field), $"{type} {found.Name}");
            }
        }
        Assert.True(count > 300, $"only {count} such fields");
    }

    private static Node? Zero(SchemaKind kind) => kind switch
    {
        SchemaKind.String => "",
        SchemaKind.Integer or SchemaKind.Number => 0,
        SchemaKind.Boolean => false,
        _ => null,
    };

    private static List<string> Written(ObjectNode value, Schema schema)
    {
        var fields = new List<string>();
        var message = new ProtobufBytes(ProtobufWriter.Message(value, schema));
        while (message.Next(out var wire) is > 0 and var number)
        {
            fields.Add(string.Create(CultureInfo.InvariantCulture, $"{number}{"vdb"[wire]}"));
            message.Skip(wire);
        }
        return fields;
    }
}
