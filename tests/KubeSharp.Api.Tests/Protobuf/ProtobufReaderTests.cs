using System.Text;
using KubeSharp.Api.Protobuf;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Api.Tests.Protobuf;

using Node = KubeSharp.Machinery.Documents.Node;

public sealed class ProtobufReaderTests
{
    [Fact]
    public void Objects_with_every_field_filled_are_read_as_their_json_shows_them()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(RoundTrip.Folder, "*.pb").Order(StringComparer.Ordinal))
        {
            var expected = (ObjectNode)Node.Parse(File.ReadAllBytes(Path.ChangeExtension(file, ".json")));
            var known = ApiResources.Kinds.Any(k => k.Kind == expected.TextAt("kind") && k.GroupVersion == expected.TextAt("apiVersion"));
            if (!known) { continue; }
            count++;
            try
            {
                var read = ProtobufReader.Read(File.ReadAllBytes(file));
                if (!Sorted(read).Equals(Sorted(expected))) { wrong.Add($"{Path.GetFileName(file)}: {Difference(expected, read, "")}"); }
            }
            catch (FormatException e) { wrong.Add($"{Path.GetFileName(file)}: {e.Message}"); }
        }
        Assert.True(count > 90, $"only {count} of the kinds are known");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join('\n', wrong)}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("k8s\0\u000a\u007f")]
    [InlineData("k8s\0\u0007")]
    public void What_is_no_envelope_is_refused(string text) => Assert.Throws<FormatException>(() => ProtobufReader.Read(Encoding.Latin1.GetBytes(text)));

    [Fact]
    public void A_zero_behind_a_pointer_is_kept_and_another_zero_is_not()
    {
        // Deployment {spec: {replicas: 0, minReadySeconds: 0}}
        byte[] spec = [0x08, 0x00, 0x28, 0x00];
        byte[] raw = [0x12, (byte)spec.Length, .. spec];
        byte[] type = [0x0a, 7, .. "apps/v1"u8, 0x12, 10, .. "Deployment"u8];
        var read = ProtobufReader.Read([.. "k8s\0"u8, 0x0a, (byte)type.Length, .. type, 0x12, (byte)raw.Length, .. raw]);
        Assert.Equal(Node.Parse("""{"replicas":0}"""), read["spec"]);
    }

    private static Node Sorted(Node node) => node switch
    {
        ObjectNode value => ObjectNode.Of([.. value.Where(static f => f.Value is not NullNode).OrderBy(static f => f.Key, StringComparer.Ordinal).Select(static f => (f.Key, (Node?)Sorted(f.Value)))]),
        ArrayNode items => new ArrayNode([.. items.Select(Sorted)]),
        _ => node,
    };

    private static string Difference(Node? expected, Node? actual, string path)
    {
        if (expected is ObjectNode wanted && actual is ObjectNode found)
        {
            foreach (var name in wanted.Select(static f => f.Key).Union(found.Select(static f => f.Key)))
            {
                if (!Equals(wanted[name], found[name]) && Difference(wanted[name], found[name], path + "." + name) is { Length: > 0 } text) { return text; }
            }
            return "";
        }
        if (expected is ArrayNode { Count: > 0 } list && actual is ArrayNode { Count: > 0 } other) { return Difference(list[0], other[0], path + "[0]"); }
        return Equals(expected, actual) ? "" : $"{path}: expected {expected}, was {actual}";
    }
}
