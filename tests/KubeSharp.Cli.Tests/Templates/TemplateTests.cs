using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Templates;

public sealed class TemplateTests
{
    private static readonly Node _list = Node.Parse("""
        {"kind":"List","items":[{"metadata":{"name":"a","labels":{"x.y/z":"1"}},"n":1,"ok":true,"c":[{"t":"A","s":"x"},{"t":"B","s":"y"}]},
        {"metadata":{"name":"b"},"n":1000000,"f":1.5,"c":[]}]}
        """);

    [Theory]
    [InlineData("{.kind}", "List")]
    [InlineData("{.items[*].metadata.name}", "a b")]
    [InlineData("{.items[-1].metadata.name}", "b")]
    [InlineData("{.items[0:1].metadata.name}", "a")]
    [InlineData("{range .items[*]}{.metadata.name}={.n}{\"\\n\"}{end}", "a=1\nb=1000000\n")]
    [InlineData("{.items[?(@.n>5)].metadata.name}", "b")]
    [InlineData("{.items[0].c[?(@.t==\"B\")].s}", "y")]
    [InlineData("{.items[?(@.ok)].metadata.name}", "a")]
    [InlineData("{..name}", "a b")]
    [InlineData("{.items[0].metadata.labels.x\\.y/z}", "1")]
    [InlineData("{.items[0].metadata['name','labels']}", "a {\"x.y/z\":\"1\"}")]
    [InlineData("{.items[0]['metadata'].name} and {.nope}!", "a and !")]
    [InlineData("{.}{.kind.}|", "|")]
    [InlineData("{range .items[*]}{$.metadata.name}{end}", "ab")]
    [InlineData("{...name}", "a b")]
    public void JsonPath_finds_and_prints(string template, string expected) => Assert.Equal(expected, new JsonPathTemplate(template, true).Print(_list));

    [Theory]
    [InlineData("{.x")]
    [InlineData("{end}")]
    [InlineData("{.items[}")]
    [InlineData("{..*}")]
    [InlineData("{....name}")]
    [InlineData("{*}")]
    public void Malformed_paths_are_refused(string template) => Assert.Throws<TemplateException>(() => new JsonPathTemplate(template, true).Print(_list));

    [Theory]
    [InlineData("{[0]}", "map[string]interface {} is not array or slice")]
    [InlineData("{[*]}", "map[string]interface {} is not array or slice")]
    [InlineData("{.kind[1:]}", "string is not array or slice")]
    public void What_is_no_list_is_told_by_its_type(string template, string told) => Assert.Equal(told, Assert.Throws<TemplateException>(() => new JsonPathTemplate(template, true).Print(_list)).Message);

    [Fact]
    public void As_json_each_part_is_a_list() =>
        Assert.Equal("[\n    \"a\",\n    \"b\"\n]\n[\n    \"-\"\n]\n[]\n", new JsonPathTemplate("{.items[*].metadata.name}-{.nope}", true).PrintJson(_list));

    [Fact]
    public void Missing_fields_are_refused_where_they_must_be_there()
    {
        Assert.Equal("nope is not found", Assert.Throws<TemplateException>(() => new JsonPathTemplate("{.nope}", false).Print(_list)).Message);
        Assert.Contains("array index out of bounds", Assert.Throws<TemplateException>(() => new JsonPathTemplate("{.items[7]}", true).Print(_list)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{.kind}}", "List")]
    [InlineData("{{range .items}}{{.metadata.name}},{{end}}", "a,b,")]
    [InlineData("{{range.items}}{{.metadata.name}},{{end}}", "a,b,")]
    [InlineData("{{range $i, $e := .items}}{{$i}}{{$e.metadata.name}} {{end}}", "0a 1b ")]
    [InlineData("{{(index .items 1).n}}", "1e+06")]
    [InlineData("{{len .items}} {{.nope}}", "2 <no value>")]
    [InlineData("{{with index .items 0}}{{.metadata.name | printf \"%-4s|\"}}{{end}}", "a   |")]
    [InlineData("{{if and .kind (eq .kind \"List\")}}yes{{else if .x}}x{{else}}no{{end}}", "yes")]
    [InlineData("{{define \"t\"}}<{{.}}>{{end}}{{template \"t\" .kind}}", "<List>")]
    [InlineData("a {{- /* c */ -}} b", "ab")]
    [InlineData("{{range .items}}{{if eq .metadata.name \"a\"}}{{continue}}{{end}}{{.metadata.name}}{{end}}", "b")]
    [InlineData("{{$x := 1}}{{if true}}{{$x = 2}}{{end}}{{$x}}", "2")]
    [InlineData("{{base64decode \"YQ==\"}}{{print 1 2 \"a\"}}", "a1 2a")]
    [InlineData("{{index .items 0 | printf \"%v\"}}", "map[c:[map[s:x t:A] map[s:y t:B]] metadata:map[labels:map[x.y/z:1] name:a] n:1 ok:true]")]
    [InlineData("{{1i}} {{1+2i}} {{print 1.5i -1-2e1i}} {{printf \"%T %.2f\" 2i 1-2i}} {{if 0i}}y{{else}}n{{end}} {{eq 1i 1i}}", "(0+1i) (1+2i) (0+1.5i) (-1-20i) complex128 (1.00-2.00i) n true")]
    [InlineData("{{0x1p4}} {{0x1.8p1}} {{-0x1p-1}}", "16 3 -0.5")]
    [InlineData("{{printf \"%q %U\" 65 233}}", "'A' U+00E9")]
    [InlineData("{{printf \"%X|%#x|% X|%# x\" \"aé\" \"aé\" \"aé\" \"aé\"}}", "61C3A9|0x61c3a9|61 C3 A9|0x61 0xc3 0xa9")]
    [InlineData("{{printf \"%x|%#x|%X|%#X\" 255 255 -255 255}}", "ff|0xff|-FF|0XFF")]
    [InlineData("{{printf \"%#q|%+q|%#q|%q\" \"a\\\"b\" \"é\\n\" \"a`b\" \"\\u2028\"}}", "`a\"b`|\"\\u00e9\\n\"|\"a`b\"|\"\\u2028\"")]
    [InlineData("{{js \"a=<b>&\\n\\t'\\\"\\\\é\"}}", "a\\u003D\\u003Cb\\u003E\\u0026\\u000A\\u0009\\'\\\"\\\\é")]
    [InlineData("{{printf \"%3s|%.1s|\" \"😀\" \"😀a\"}}{{slice \"aé\" 1 3}}", "  😀|😀|é")]
    public void Go_templates_print(string template, string expected) => Assert.Equal(expected, new GoTemplate(template, true).Print(_list));

    [Theory]
    [InlineData("a{{.kind}}{{eq 1 1i}}", "aList", "error calling eq: incompatible types for comparison: int and complex128")]
    [InlineData("{{lt 1i 2i}}", "", "error calling lt: invalid type for comparison")]
    [InlineData("{{lt .kind 1}}", "", "error calling lt: incompatible types for comparison: string and int")]
    [InlineData("{{eq .items .items}}", "", "error calling eq: non-comparable type [")]
    [InlineData("{{\"a\" \"b\"}}", "", "can't give argument to non-function \"a\"")]
    [InlineData("x{{nil}}", "x", "nil is not a command")]
    public void What_was_printed_before_a_failure_is_kept(string template, string printed, string said)
    {
        var failure = Assert.Throws<TemplateException>(() => new GoTemplate(template, true).Print(_list));
        Assert.Equal(printed, failure.Printed);
        Assert.StartsWith(said, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{1e1000}}", "illegal number syntax: \"1e1000\"")]
    [InlineData("{{1x}}", "bad number syntax: \"1x\"")]
    [InlineData("{{1-2}}", "bad number syntax: \"1-2\"")]
    [InlineData("{{1 | 2}}", "non executable command in pipeline stage 2")]
    public void Numbers_that_are_none_are_refused(string template, string said) => Assert.EndsWith(said, Assert.Throws<TemplateException>(() => new GoTemplate(template, true)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{break}}", "{{break}} outside {{range}}")]
    [InlineData("{{range .items}}{{else}}{{continue}}{{end}}", "{{continue}} outside {{range}}")]
    [InlineData("{{range .items}}{{block \"b\" .}}{{break}}{{end}}{{end}}", "{{break}} outside {{range}}")]
    [InlineData("{{range .items}}{{break 1}}{{end}}", "unexpected \"1\" in {{break}}")]
    [InlineData("{{range .items}}{{define \"d\"}}{{end}}{{end}}", "unexpected <define> in command")]
    public void A_range_is_left_from_within_only(string template, string why) => Assert.Equal($"template: output:1: {why}", Assert.Throws<TemplateException>(() => new GoTemplate(template, true)).Message);

    [Theory]
    [InlineData("{{.x")]
    [InlineData("{{if .x}}")]
    [InlineData("{{nope .x}}")]
    [InlineData("{{end}}")]
    public void Malformed_templates_are_refused(string template) => Assert.Throws<TemplateException>(() => new GoTemplate(template, true).Print(_list));

    [Fact]
    public void Templates_that_call_themselves_without_end_are_stopped() =>
        Assert.Throws<TemplateException>(() => new GoTemplate("{{define \"t\"}}{{template \"t\" .}}{{end}}{{template \"t\" .}}", true).Print(_list));
}
