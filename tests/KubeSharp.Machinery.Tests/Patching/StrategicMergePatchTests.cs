using KubeSharp.Api;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.Machinery.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    private const string Pod = """{"spec":{"containers":[{"name":"a","image":"a:1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"b:1"}]},"metadata":{"finalizers":["one","two"],"labels":{"k":"v"}}}""";

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"a:2"}]}}""", "/0/image", "a:2")]
    [InlineData("""{"spec":{"containers":[{"name":"c","image":"c:1"}]}}""", "/0/name", "c")]
    [InlineData("""{"spec":{"containers":[{"name":"a","env":[{"name":"Y","value":"2"}]}]}}""", "/0/env/0/name", "Y")]
    [InlineData("""{"spec":{"containers":[{"$patch":"delete","name":"a"}]}}""", "/0/name", "b")]
    [InlineData("""{"spec":{"containers":[{"$patch":"replace"},{"name":"z","image":"z:1"}]}}""", "/0/name", "z")]
    [InlineData("""{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","image":"a:2"}]}}""", "/0/name", "b")]
    public void Lists_with_a_merge_key_merge_by_it(string patch, string pointer, string expected)
    {
        var containers = Apply(patch).At("spec", "containers")!;
        Assert.Equal(JsonPatch.Apply(containers, Node.Parse($$"""[{"op":"test","path":"{{pointer}}","value":"{{expected}}"}]""")), containers);
    }

    [Fact]
    public void Lists_of_scalars_merge_and_lose_what_is_to_be_deleted()
    {
        Assert.Equal(Node.Parse("""["one","two","three"]"""), Apply("""{"metadata":{"finalizers":["two","three"]}}""").At("metadata", "finalizers"));
        Assert.Equal(Node.Parse("""["two"]"""), Apply("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["one"]}}""").At("metadata", "finalizers"));
    }

    [Fact]
    public void Null_removes_and_maps_merge()
    {
        var labels = Apply("""{"metadata":{"labels":{"k":null,"n":"1"}}}""").At("metadata", "labels");
        Assert.Equal(Node.Parse("""{"n":"1"}"""), labels);
    }

    [Fact]
    public void Retain_keys_drops_what_it_does_not_name()
    {
        var schema = ApiSchemas.Get("io.k8s.api.apps.v1.Deployment");
        var patched = StrategicMergePatch.Apply((ObjectNode)Node.Parse("""{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}"""),
            (ObjectNode)Node.Parse("""{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}"""), schema);
        Assert.Equal(Node.Parse("""{"type":"Recreate"}"""), patched.At("spec", "strategy"));
    }

    [Fact]
    public void An_item_without_its_merge_key_is_refused() =>
        Assert.Contains("merge key", Assert.Throws<PatchException>(() => Apply("""{"spec":{"containers":[{"image":"a"}]}}""")).Message);

    private static ObjectNode Apply(string patch) => StrategicMergePatch.Apply((ObjectNode)Node.Parse(Pod), (ObjectNode)Node.Parse(patch), ApiSchemas.Get("io.k8s.api.core.v1.Pod"));
}
