using KubeSharp.Cli.Applying;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Applying;

public sealed class ThreeWayTests
{
    private static ObjectNode Json(string text) => (ObjectNode)Node.Parse(text);

    [Fact]
    public void What_was_applied_and_is_wanted_no_more_goes_and_what_others_set_stays() => Assert.Equal(
        Json("""{"data":{"b":"3","a":null}}"""),
        ThreeWay.Merge(Json("""{"data":{"a":"1","b":"2"}}"""), Json("""{"data":{"b":"3"}}"""), Json("""{"data":{"a":"1","b":"2","others":"x"}}""")));

    [Fact]
    public void Nothing_to_change_is_an_empty_patch() => Assert.Empty(ThreeWay.Merge(Json("""{"a":1}"""), Json("""{"a":1}"""), Json("""{"a":1,"b":2}""")));

    [Fact]
    public void A_volume_of_another_kind_keeps_nothing_of_what_it_was()
    {
        var schema = KindSchemas.Of("", "v1", "Pod")!;
        var before = Json("""{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/tmp"}}]}}""");
        var wanted = Json("""{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""");
        Assert.Equal(Json("""{"spec":{"$setElementOrder/volumes":[{"name":"v"}],"volumes":[{"emptyDir":{},"hostPath":null,"$retainKeys":["emptyDir","name"],"name":"v"}]}}"""), ThreeWay.Strategic(before, wanted, before, schema));
    }

    [Fact]
    public void Containers_are_merged_by_their_names()
    {
        var schema = KindSchemas.Of("", "v1", "Pod")!;
        var before = Json("""{"spec":{"containers":[{"name":"a","image":"1"},{"name":"gone","image":"1"}]}}""");
        var wanted = Json("""{"spec":{"containers":[{"name":"a","image":"2"}]}}""");
        var live = Json("""{"spec":{"containers":[{"name":"a","image":"1","imagePullPolicy":"Always"},{"name":"gone","image":"1"},{"name":"sidecar","image":"9"}]}}""");
        Assert.Equal(Json("""{"spec":{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"image":"2","name":"a"},{"$patch":"delete","name":"gone"}]}}"""), ThreeWay.Strategic(before, wanted, live, schema));
    }
}
