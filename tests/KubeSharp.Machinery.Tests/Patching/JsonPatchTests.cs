using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.Machinery.Tests.Patching;

public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/-","value":2}]""", """{"a":[1,2]}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"remove","path":"/a"}]""", """{"b":2}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"remove","path":"/a/1"}]""", """{"a":[1,3]}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"move","from":"/a/b","path":"/c"}]""", """{"a":{},"c":1}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("""{"a/b":1,"m~n":2}""", """[{"op":"replace","path":"/a~1b","value":3},{"op":"test","path":"/m~0n","value":2}]""", """{"a/b":3,"m~n":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":1}}]""", """{"b":1}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"remove","path":"/a/-1"},{"op":"add","path":"/a/-1","value":4}]""", """{"a":[1,2,4]}""")]
    [InlineData("""{"a":[{"b":1}]}""", """[{"op":"add","path":"/a/0/c"},{"op":"test","path":"/d","value":null}]""", """{"a":[{"b":1,"c":null}]}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"x/b","value":2}]""", """{"a":1,"b":2}""")]
    public void Operations_do_what_the_standard_says(string document, string patch, string expected) =>
        Assert.Equal(Node.Parse(expected), JsonPatch.Apply(Node.Parse(document), Node.Parse(patch)));

    [Theory]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""", "testing value /a failed: test failed")]
    [InlineData("""[{"op":"test","path":"/x","value":2}]""", "testing value /x failed: test failed")]
    [InlineData("""[{"op":"test","path":"/x/y","value":2}]""", "test operation does not apply: is missing path: /x/y: missing value")]
    [InlineData("""[{"op":"test","path":"/l/7","value":2}]""", "error in test for path: '/l/7': Unable to access invalid index: 7: invalid index referenced")]
    [InlineData("""[{"op":"remove","path":"/x"}]""", "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value")]
    [InlineData("""[{"op":"remove","path":"/x/y"}]""", "remove operation does not apply: doc is missing path: \"/x/y\": missing value")]
    [InlineData("""[{"op":"remove","path":""}]""", "remove operation does not apply: doc is missing path: \"\": missing value")]
    [InlineData("""[{"op":"replace","path":"/l/5","value":1}]""", "replace operation does not apply: doc is missing key: /l/5: missing value")]
    [InlineData("""[{"op":"replace","path":"/x/y","value":1}]""", "replace operation does not apply: doc is missing path: /x/y: missing value")]
    [InlineData("""[{"op":"add","path":"/x/y","value":1}]""", "add operation does not apply: doc is missing path: \"/x/y\": missing value")]
    [InlineData("""[{"op":"add","path":"/a/y","value":1}]""", "add operation does not apply: doc is missing path: \"/a/y\": missing value")]
    [InlineData("""[{"op":"add","path":"/l/9","value":1}]""", "error in add for path: '/l/9': Unable to access invalid index: 9: invalid index referenced")]
    [InlineData("""[{"op":"add","path":"/l/x","value":1}]""", "error in add for path: '/l/x': strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""", "add operation does not apply: doc is missing path: \"a\": missing value")]
    [InlineData("""[{"op":"move","from":"/o","path":"/o/p"}]""", "move operation does not apply: doc is missing destination path: /o/p: missing value")]
    [InlineData("""[{"op":"copy","from":"/x/y","path":"/o"}]""", "copy operation does not apply: doc is missing from path: /x/y: missing value")]
    [InlineData("""[{"op":"copy","from":"/x","path":"/o"}]""", "error in copy for from: '/x': unable to get nonexistent key: x: missing value")]
    [InlineData("""[{"op":"nonsense","path":"/a"}]""", "Unexpected kind: nonsense")]
    [InlineData("""[{}]""", "Unexpected kind: unknown")]
    [InlineData("""[{"op":"add","value":1}]""", "add operation failed to decode path: operation missing path field: missing value")]
    public void What_does_not_fit_is_told(string patch, string told)
    {
        var failure = Assert.Throws<PatchException>(() => JsonPatch.Apply(Node.Parse("""{"a":1,"l":[1],"o":{"p":1}}"""), Node.Parse(patch)));
        Assert.Equal((told, PatchFault.Unfit), (failure.Message, failure.Fault));
    }

    [Theory]
    [InlineData("""{"op":"add"}""")]
    [InlineData("""[1]""")]
    public void What_is_no_patch_is_told_apart_from_it(string patch) =>
        Assert.Equal(PatchFault.Malformed, Assert.Throws<PatchException>(() => JsonPatch.Apply(ObjectNode.Empty, Node.Parse(patch))).Fault);

    [Fact]
    public void Copies_that_double_each_time_are_stopped()
    {
        var operations = string.Join(',', Enumerable.Repeat("""{"op":"copy","from":"","path":"/a"},{"op":"copy","from":"","path":"/b"}""", 50));
        Assert.Throws<PatchException>(() => JsonPatch.Apply(Node.Parse("""{"a":{},"b":{}}"""), Node.Parse($"[{operations}]")));
    }

    [Fact]
    public void Too_many_operations_are_refused()
    {
        var operations = string.Join(',', Enumerable.Repeat("""{"op":"add","path":"/a","value":1}""", JsonPatch.OperationsMax + 1));
        Assert.Contains("10001", Assert.Throws<PatchException>(() => JsonPatch.Apply(ObjectNode.Empty, Node.Parse($"[{operations}]"))).Message);
    }

    [Fact]
    public void A_merge_patch_is_that_of_the_standard()
    {
        var target = Node.Parse("""{"a":"b","c":{"d":"e","f":"g"},"l":[1]}""");
        Assert.Equal(Node.Parse("""{"a":"z","c":{"d":"e"},"l":[2]}"""), MergePatch.Apply(target, Node.Parse("""{"a":"z","c":{"f":null},"l":[2]}""")));
        Assert.Equal(Node.Parse("[1]"), MergePatch.Apply(target, Node.Parse("[1]")));
        Assert.Equal(Node.Parse("""{"a":{"b":{}}}"""), MergePatch.Apply(Node.Parse("{}"), Node.Parse("""{"a":{"b":{"c":null}}}""")));
    }
}
