using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Patching.Apply;

namespace KubeSharp.Machinery.Tests.Patching;

public sealed class FieldSetTests
{
    [Theory]
    [InlineData("""f:a""", """f:b""")]
    [InlineData("""f:z""", """k:{"name":"a"}""")]
    [InlineData("""k:{"name":"a"}""", """k:{"name":"ab"}""")]
    [InlineData("""k:{"containerPort":80,"protocol":"UDP"}""", """k:{"containerPort":443,"protocol":"TCP"}""")]
    [InlineData("""k:{"containerPort":80,"protocol":"TCP"}""", """k:{"containerPort":80,"protocol":"UDP"}""")]
    [InlineData("""k:{"ip":"a,b","n":2}""", """k:{"ip":"a,b","n":10}""")]
    [InlineData("""k:{"name":"a\"}"}""", """k:{"name":"b"}""")]
    [InlineData("""v:9""", """v:10""")]
    [InlineData("""v:"a" """, """v:"b" """)]
    public void Elements_come_in_upstreams_order(string first, string second)
    {
        Assert.True(FieldElements.Compare(first, second) < 0);
        Assert.True(FieldElements.Compare(second, first) > 0);
        Assert.Equal(0, FieldElements.Compare(first, string.Concat(first[..1], first[1..])));
    }

    [Fact]
    public void What_a_client_made_up_is_in_some_order()
    {
        string[] made = ["", "k", "k:", "k:{", "k:{}", "k:{\"", "k:{\"a\"", "k:{\"a\":", "k:[1,2]", "v:", "v:{", "x:y"];
        foreach (var x in made)
        {
            foreach (var y in made) { Assert.Equal(Math.Sign(FieldElements.Compare(x, y)), -Math.Sign(FieldElements.Compare(y, x))); }
        }
    }

    [Fact]
    public void What_has_not_changed_is_written_as_it_was_read()
    {
        var read = (ObjectNode)Node.Parse("""{"f:metadata":{"f:labels":{".":{},"f:a":{},"f:b":{}}},"f:spec":{"f:replicas":{}}}""");
        var set = FieldSet.Read(read);
        Assert.Same(read, set.ToNode());
        Assert.Same(set, set.Except(FieldSet.Read(Node.Parse("""{"f:status":{"f:phase":{}}}"""))));
        Assert.Same(set, set.Union(FieldSet.Read(Node.Parse("""{"f:spec":{"f:replicas":{}}}"""))));
        var without = set.Except(FieldSet.Read(Node.Parse("""{"f:metadata":{"f:labels":{"f:a":{}}}}""")));
        Assert.Equal("""{"f:metadata":{"f:labels":{".":{},"f:b":{}}},"f:spec":{"f:replicas":{}}}""", without.ToNode().ToString());
        Assert.Same(read["f:spec"], without.ToNode()["f:spec"]);
    }

    [Fact]
    public void Sets_are_joined_met_and_parted()
    {
        var a = FieldSet.Read(Node.Parse("""{"f:a":{},"f:b":{".":{},"f:x":{}},"k:{\"name\":\"m\"}":{}}"""));
        var b = FieldSet.Read(Node.Parse("""{"f:b":{"f:x":{},"f:y":{}},"f:c":{},"k:{\"name\":\"l\"}":{}}"""));
        Assert.Equal("""{"f:a":{},"f:b":{".":{},"f:x":{},"f:y":{}},"f:c":{},"k:{\"name\":\"l\"}":{},"k:{\"name\":\"m\"}":{}}""", a.Union(b).ToNode().ToString());
        Assert.Equal("""{"f:b":{"f:x":{}}}""", a.Intersect(b).ToNode().ToString());
        Assert.Equal("""{"f:a":{},"f:b":{},"k:{\"name\":\"m\"}":{}}""", a.Except(b).ToNode().ToString());
        Assert.True(a.Except(a).IsEmpty);
    }

    [Fact]
    public void Unordered_sets_are_written_in_order() =>
        Assert.Equal("""{"f:a":{"f:x":{},"f:y":{}},"f:b":{}}""", FieldSet.Read(Node.Parse("""{"f:b":{".":{}},"f:a":{"f:y":{},"f:x":{}}}""")).ToNode().ToString());
}
