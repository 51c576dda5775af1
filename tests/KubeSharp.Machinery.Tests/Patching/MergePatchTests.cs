using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching;

namespace KubeSharp.Machinery.Tests.Patching;

public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"a":null,"c":{"d":null,"e":1}}""", """{"b":2,"c":{"e":1}}""")]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":null,"c":[{"d":null}]},null]}""", """{"a":[{"c":[{}]},null]}""")]
    [InlineData("{}", """{"a":[{"b":null}]}""", """{"a":[{}]}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[{"b":null}]}""", """{"a":[{"b":null}]}""")]
    public void Nulls_go_as_they_go_upstream(string target, string patch, string expected) =>
        Assert.Equal(expected, MergePatch.Apply(Node.Parse(target), Node.Parse(patch)).ToString());

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-123456789012345678901234567890")]
    [InlineData("1.5")]
    public void A_number_is_written_as_it_was_read(string number) => Assert.Equal($"[{number}]", Node.Parse($"[{number}]").ToString());
}
