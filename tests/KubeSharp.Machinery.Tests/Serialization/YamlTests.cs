using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Machinery.Tests.Serialization;

public sealed class YamlTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a: 0644", """{"a":420}""")]
    [InlineData("a: 0x10", """{"a":16}""")]
    [InlineData("a: 1.5", """{"a":1.5}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: 10.0.0.1", """{"a":"10.0.0.1"}""")]
    [InlineData("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    [InlineData("a: &x {b: 1}\nc: *x", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2", """{"a":{"b":1},"c":{"d":2,"b":1}}""")]
    [InlineData("- 1\n- a", """[1,"a"]""")]
    [InlineData("n: a\n0x10: b\n1.5: c\n\"y\": d\non: e", """{"false":"a","16":"b","1.5":"c","y":"d","true":"e"}""")]
    public void Values_are_those_that_upstream_reads(string yaml, string json) => Assert.Equal(Node.Parse(json), Yaml.Read(yaml));

    [Fact]
    public void Documents_are_told_apart_and_empty_ones_left_out() => Assert.Equal(2, Yaml.ReadAll("a: 1\n---\n---\n# nothing\n---\nb: 2\n").Count);

    [Fact]
    public void A_bomb_of_aliases_is_stopped()
    {
        var yaml = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(static i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("aliasing", Assert.Throws<FormatException>(() => Yaml.Read(yaml)).Message);
    }

    [Theory]
    [InlineData("a: [1")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: *nobody")]
    [InlineData("a: !!bina[x")]
    public void What_is_no_yaml_is_refused(string yaml) => Assert.Throws<FormatException>(() => Yaml.Read(yaml));

    [Theory]
    [InlineData("""{"a":{"b":[{"c":"x","d":1},["y"]],"e":[],"f":{}},"g":"multi\nline\n"}""")]
    [InlineData("""{"a":"true","b":"1","c":"","d":"null","e":"- x","f":"a: b","g":"it's","h":"#no","i":"2024-01-01T00:00:00Z","j":" x","k":"0x1F","l":"\t","m":"a\nb"}""")]
    [InlineData("""["a",{"b":null},[[1],[2,3]]]""")]
    [InlineData("""{"":"-- a\n b: 1","a":"--- b\n c\n\n\n","x *":null,"a\nb":1,"y":"0 0 * * *"}""")]
    [InlineData("\"-- a\\n b: 1\"")]
    public void What_is_written_reads_back_the_same(string json) => Assert.Equal(Node.Parse(json), Yaml.Read(Yaml.Write(Node.Parse(json))));

    // What the stock kubectl 1.36.4 writes of these texts.
    [Theory]
    [InlineData("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen", "  a: one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n    fifteen sixteen seventeen\n")]
    [InlineData("one: it's two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", "  a: 'one: it''s two three four five six seven eight nine ten eleven twelve thirteen\n    fourteen fifteen'\n")]
    [InlineData("one: tab\t two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", "  a: \"one: tab\\t two three four five six seven eight nine ten eleven twelve thirteen\n    fourteen fifteen\"\n")]
    [InlineData("one  two  three  four  five  six  seven  eight  nine  ten  eleven  twelve  thirteen  fourteen ", "  a: 'one  two  three  four  five  six  seven  eight  nine  ten  eleven  twelve  thirteen  fourteen '\n")]
    [InlineData("'a'", "  a: '''a'''\n")]
    public void Long_texts_go_on_in_the_next_line(string value, string yaml)
    {
        var node = ObjectNode.Of(("d", ObjectNode.Of(("a", new StringNode(value)))));
        Assert.Equal("d:\n" + yaml, Yaml.Write(node));
        Assert.Equal(node, Yaml.Read(Yaml.Write(node)));
    }

    [Fact]
    public void Lists_stand_at_the_depth_of_their_field() => Assert.Equal("a:\n- b: 1\n  c: 2\n- d\n", Yaml.Write(Node.Parse("""{"a":[{"b":1,"c":2},"d"]}""")));

    [Theory]
    [InlineData("a: b: c", "yaml: mapping values are not allowed in this context")]
    [InlineData("a:\n  - b\n c: d\n", "yaml: line 2: did not find expected key")]
    [InlineData("a: b\nc:\n\td: x\n", "yaml: line 3: found character that cannot start any token")]
    [InlineData("a: [", "yaml: line 1: did not find expected node content")]
    [InlineData("a: b\nc: {name: x\n", "yaml: line 2: did not find expected ',' or '}'")]
    [InlineData("a: b\nc: \"abc\n", "yaml: line 3: found unexpected end of stream")]
    [InlineData("a: *b", "yaml: unknown anchor 'b' referenced")]
    public void Mistakes_are_told_as_upstreams_reader_tells_them(string text, string mistake) =>
        Assert.Equal("error converting YAML to JSON: " + mistake, Assert.Throws<FormatException>(() => Yaml.ReadAll(text)).Message);
}
