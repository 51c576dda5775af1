using KubeSharp.Api.Protobuf;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Api.Tests.Protobuf;

using Node = KubeSharp.Machinery.Documents.Node;

public sealed class ProtobufWriterTests
{
    [Fact]
    public void Objects_with_every_field_filled_are_written_byte_for_byte_as_upstream_writes_them()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(RoundTrip.Folder, "*.pb").Order(StringComparer.Ordinal))
        {
            var value = (ObjectNode)Node.Parse(File.ReadAllBytes(Path.ChangeExtension(file, ".json")));
            if (ProtobufWriter.Object(value) is not { } written) { continue; }
            count++;
            var expected = File.ReadAllBytes(file);
            if (!written.AsSpan().SequenceEqual(expected)) { wrong.Add($"{Path.GetFileName(file)}: {written.Length} bytes for {expected.Length}, the first other one at {written.AsSpan().CommonPrefixLength(expected)}"); }
        }
        Assert.True(count > 90, $"only {count} of the kinds are known");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join('\n', wrong)}");
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"PodList","metadata":{"resourceVersion":"7","continue":"c","remainingItemCount":3},"items":[{"metadata":{"name":"a"},"spec":{},"status":{}},{"metadata":{"name":"b"},"spec":{"volumes":[{"name":"v","emptyDir":{}}],"containers":[{"name":"c","resources":{}}]},"status":{}}]}""")]
    [InlineData("""{"apiVersion":"meta.k8s.io/v1","kind":"PartialObjectMetadata","metadata":{"name":"a","labels":{"l":""},"annotations":{"b":"2","a":"1"}}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Status","metadata":{},"status":"Failure","message":"m","reason":"NotFound","details":{"name":"n","causes":[{"reason":"r","field":"f"}]},"code":404}""")]
    [InlineData("""{"apiVersion":"v1","kind":"APIResourceList","groupVersion":"v1","resources":[{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list"]}]}""")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":0,"selector":{},"template":{"metadata":{},"spec":{"containers":[{"name":"c","resources":{"limits":{"cpu":"1500m"}},"livenessProbe":{"httpGet":{"port":"web"}}}]}},"strategy":{}},"status":{}}""")]
    [InlineData("""{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"l","creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{"leaseDurationSeconds":0,"renewTime":"1969-12-31T23:59:58.250000Z"}}""")]
    [InlineData("""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"a.b"},"spec":{"group":"b","names":{"kind":"A","plural":"a"},"scope":"Namespaced","versions":[{"name":"v1","served":true,"storage":true,
        "schema":{"openAPIV3Schema":{"type":"object","properties":{"l":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set"},"t":{"items":[{"type":"integer"},{}]},
        "m":{"additionalProperties":{"type":"string","default":{"a":[1,2.5,null]},"enum":["a",1]}},"n":{"additionalProperties":false},"o":{"additionalProperties":true,"x-kubernetes-preserve-unknown-fields":true},
        "d":{"dependencies":{"x":["y","z"],"q":{"minimum":1.5}}}}}}}]},"status":{"acceptedNames":{"plural":"","kind":""}}}
        """)]
    public void What_is_written_is_read_again_as_it_was(string json)
    {
        var value = (ObjectNode)Node.Parse(json);
        var read = ProtobufReader.Read(ProtobufWriter.Object(value)!);
        Assert.True(value.Equals(read), $"expected {value}\nwas      {read}");
    }

    [Fact]
    public void The_discovery_of_the_core_group_names_no_version_of_its_own()
    {
        // What kube-apiserver v1.36.2 answers at /api.
        var written = ProtobufWriter.Object((ObjectNode)Node.Parse("""{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"127.0.0.1:7690"}]}"""));
        Assert.Equal("6b3873000a0f0a00120b41504956657273696f6e7312210a027631121b0a09302e302e302e302f30120e3132372e302e302e313a373639301a002200", Convert.ToHexStringLower(written!));
    }

    [Fact]
    public void A_custom_resource_is_not_written() => Assert.Null(ProtobufWriter.Object((ObjectNode)Node.Parse("""{"apiVersion":"example.com/v1","kind":"Foo"}""")));

    [Fact]
    public void A_watch_event_is_framed_by_its_length_and_holds_the_object_in_its_envelope()
    {
        byte[] frame = [.. ProtobufWriter.WatchHead("ADDED", 3), 1, 2, 3];
        Assert.Equal([0, 0, 0, 14, 0x0a, 5, .. "ADDED"u8, 0x12, 5, 0x0a, 3, 1, 2, 3], frame);
    }
}
