using KubeSharp.Cli.Applying;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Applying;

/// <summary>What "patch --local --type=json" and kustomizations say of operations that do not fit: recorded from the stock kubectl.</summary>
public sealed class LocalJsonPatchTests
{
    [Theory]
    [InlineData("""[{"op":"replace","path":"/x","value":1}]""", "replace operation does not apply: doc is missing key: /x: missing value")]
    [InlineData("""[{"op":"replace","path":"/l/7","value":1}]""", "replace operation does not apply: doc is missing key: /l/7: missing value")]
    [InlineData("""[{"op":"replace","path":"/x/y","value":1}]""", "replace operation does not apply: doc is missing path: /x/y: missing value")]
    [InlineData("""[{"op":"remove","path":"/x"}]""", "error in remove for path: '/x': unable to remove nonexistent key: x: missing value")]
    [InlineData("""[{"op":"move","from":"/o/x","path":"/y"}]""", "error in move for path: 'x': unable to get nonexistent key: x: missing value")]
    [InlineData("""[{"op":"move","from":"/l/4","path":"/y"}]""", "error in move for path: '4': Unable to access invalid index: 4: invalid index referenced")]
    [InlineData("""[{"op":"add","path":"/l/x","value":3}]""", "error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("""[{"op":"copy","from":"/a","path":"/l/x"}]""", "error while adding value during copy: value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("""[{"op":"copy","from":"/l/x","path":"/y"}]""", "error in copy for from: '/l/x': strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("""[{"op":"add","path":"/b","value":1},{"op":"zz","path":"/a"}]""", "invalid operation {\"op\":\"zz\",\"path\":\"/a\"}: unsupported operation")]
    [InlineData("""[{"op":"remove"}]""", "invalid operation {\"op\":\"remove\"}: failed to decode 'path': operation missing path field: missing value")]
    public void What_does_not_fit_is_told_in_the_words_of_the_client(string patch, string told) =>
        Assert.Equal(told, Assert.Throws<CliException>(() => LocalJsonPatch.Apply(Node.Parse("""{"a":1,"l":[1],"o":{"p":1}}"""), (ArrayNode)Node.Parse(patch))).Message);

    [Fact]
    public void What_is_there_is_replaced() =>
        Assert.Equal(Node.Parse("""{"a":2,"l":[3]}"""), LocalJsonPatch.Apply(Node.Parse("""{"a":1,"l":[1]}"""), (ArrayNode)Node.Parse("""[{"op":"replace","path":"/a","value":2},{"op":"replace","path":"/l/0","value":3}]""")));
}
