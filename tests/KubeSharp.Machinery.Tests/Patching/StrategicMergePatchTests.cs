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

    // What upstream says, word by word.
    [Theory]
    [InlineData("""{"spec":{"$patch":"mix"}}""", "unknown patch type: mix in map: map[$patch:mix]")]
    [InlineData("""{"spec":{"$patch":"merge"}}""", "unknown patch type: merge in map: map[$patch:merge]")]
    [InlineData("""{"spec":{"$patch":1,"hostname":"a"}}""", "unknown patch type: %!s(int64=1) in map: map[$patch:1 hostname:a]")]
    [InlineData("""{"spec":{"$patch":null}}""", "unknown patch type: %!s(<nil>) in map: map[$patch:<nil>]")]
    [InlineData("""{"spec":{"containers":[{"$patch":true,"name":"a"}]}}""", "unknown patch type: %!s(bool=true) in map: map[$patch:true name:a]")]
    [InlineData("""{"spec":{"containers":[{"$patch":"merge","name":"a"}]}}""", "merging lists cannot yet be specified in the patch")]
    [InlineData("""{"spec":{"containers":[{"$patch":"delete","image":"a"}]}}""", "map: map[$patch:delete image:a] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"containers":["a"]}}""", "list element types are not identical: [[map[env:[map[name:X value:1]] image:a:1 name:a] map[image:b:1 name:b]] [a]]")]
    [InlineData("""{"metadata":{"finalizers":[{}]}}""", "list element types are not identical: [[one two] [map[]]]")]
    [InlineData("""{"spec":{"$retainKeys":"containers"}}""", "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"$retainKeys":["containers"],"hostname":"a"}}""", "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"$setElementOrder/containers":"a"}}""", "expected a []interface {}, but received a string")]
    [InlineData("""{"spec":{"$setElementOrder/containers":[{"name":"a"}],"containers":{}}}""", "expected a []interface {}, but received a map[string]interface {}")]
    [InlineData("""{"spec":{"$setElementOrder":[]}}""", "invalid patch format of setElementOrder list")]
    [InlineData("""{"spec":{"$setElementOrder/containers":["a"]}}""", "value for key 0 is not a map.")]
    [InlineData("""{"spec":{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a"}]}}""", "The order in patch list:\n[map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList":["one"]}}""", "invalid patch format of primitive list")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":[1]}}""", "list element types are not identical: [[one two] [1]]")]
    public void Directives_that_are_wrong_are_refused(string patch, string message) => Assert.Equal(message, Assert.Throws<PatchException>(() => Apply(patch)).Message);

    [Theory]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":"one"}}""", """["one","two"]""")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":null}}""", null)]
    public void A_deletion_that_is_no_list_deletes_nothing_and_null_all(string patch, string? finalizers) =>
        Assert.Equal(finalizers is null ? null : Node.Parse(finalizers), Apply(patch).At("metadata", "finalizers"));

    [Fact]
    public void What_was_not_there_is_put_in_without_the_objects_that_say_how_to_merge()
    {
        var spec = Apply("""{"spec":{"affinity":{"$patch":"replace","nodeAffinity":{}},"volumes":[{"$patch":"delete","name":"v"},{"name":"w","emptyDir":{"medium":null}}]}}""").At("spec")!;
        Assert.Null(spec.At("affinity"));
        Assert.Equal(Node.Parse("""[{"name":"w","emptyDir":{}}]"""), spec.At("volumes"));
    }

    private static ObjectNode Apply(string patch) => StrategicMergePatch.Apply((ObjectNode)Node.Parse(Pod), (ObjectNode)Node.Parse(patch), ApiSchemas.Get("io.k8s.api.core.v1.Pod"));
}
