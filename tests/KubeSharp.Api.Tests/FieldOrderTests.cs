using KubeSharp.Api.Tests.Protobuf;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas;

namespace KubeSharp.Api.Tests;

/// <summary>Upstream's types have their fields in the order in which its own test data prints them.</summary>
public sealed class FieldOrderTests
{
    [Fact]
    public void Fields_stand_in_the_order_of_upstreams_types()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(RoundTrip.Folder, "*.json"))
        {
            var value = (ObjectNode)Machinery.Documents.Node.Parse(File.ReadAllBytes(file));
            if (ApiResources.Kinds.FirstOrDefault(k => k.Kind == value.TextAt("kind") && k.GroupVersion == value.TextAt("apiVersion")) is { } kind) { Compare(value, ApiSchemas.Get(kind.SchemaName), wrong); }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static void Compare(Machinery.Documents.Node value, Schema schema, SortedSet<string> wrong)
    {
        if (value is ArrayNode items && schema.Items is { } type)
        {
            foreach (var item in items) { Compare(item, type, wrong); }
        }
        if (value is not ObjectNode fields) { return; }
        string[] there = [.. fields.Select(static f => f.Key).Where(n => schema.Field(n) is not null)], ours = [.. schema.Fields.Select(static f => f.Name).Where(n => fields[n] is not null)];
        if (schema.Kind == SchemaKind.Object && !there.SequenceEqual(ours)) { wrong.Add($"{schema.Name}: {string.Join(' ', there)}"); }
        foreach (var (name, inner) in fields.Fields)
        {
            if ((schema.Field(name)?.Type ?? schema.Items) is { } next) { Compare(inner, next, wrong); }
        }
    }
}
