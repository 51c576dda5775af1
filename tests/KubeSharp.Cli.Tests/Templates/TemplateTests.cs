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
    [InlineData("{{(index .items 1).n}} {{printf \"%d|%5.2f|%T\" (index .items 1).n (index .items 1).f (index .items 1).n}}", "1000000 1000000| 1.50|int64")]
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
    [InlineData("{{eq (index .items 1).n 1000000}} {{lt 1 (index .items 1).n}} {{ne (index .items 0).ok false}} {{eq .nope nil}}", "true true true true")]
    [InlineData("{{js nil}} {{print .nope 1}} {{println nil}}{{html \"<a>\"}}", "\\u003Cno value\\u003E <nil> 1 <nil>\n&lt;a&gt;")]
    [InlineData("{{printf \"%6.2v|%05d|%+v|%[2]v %[1]v|%*d|%x\" (index .items 1).c -7 1}}", "[]|-0007|1|-7 []|1      |%!x(MISSING)")]
    [InlineData("{{$x := 1}}{{range $x = .items}}{{$x.n}} {{end}}{{$x.n}} {{range 3}}{{.}}{{end}}", "1 1000000 1000000 012")]
    [InlineData("{{exists . \"items\" 1 \"n\"}} {{exists .kind 1}} {{exists . \"a\"}} {{index .kind 1}}", "true true false 105")]
    [InlineData("{{range $k, $v := (index .items 0).metadata}}{{$k}};{{else}}-{{end}}{{with .nope}}a{{else with .kind}}{{.}}{{end}}", "labels;name;List")]
    public void Go_templates_print(string template, string expected) => Assert.Equal(expected, new GoTemplate(template, true).Print(_list));

    [Theory]
    [InlineData("a{{.kind}}{{eq 1 1i}}", "aList", "error calling eq: incompatible types for comparison: int and complex128")]
    [InlineData("{{lt 1i 2i}}", "", "error calling lt: invalid type for comparison")]
    [InlineData("{{lt .kind 1}}", "", "error calling lt: incompatible types for comparison: string and int")]
    [InlineData("{{eq .items .items}}", "", "error calling eq: non-comparable type [")]
    [InlineData("{{\"a\" \"b\"}}", "", "can't give argument to non-function \"a\"")]
    [InlineData("x{{nil}}", "x", "nil is not a command")]
    [InlineData("{{len}}", "", "wrong number of args for len: want 1 got 0")]
    [InlineData("{{lt .kind .items 1}}", "", "wrong number of args for lt: want 2 got 3")]
    [InlineData("{{eq 1}}", "", "error calling eq: missing argument for comparison")]
    [InlineData("{{base64decode .items}}", "", "wrong type for value; expected string; got []interface {}")]
    [InlineData("{{base64decode 1}}", "", "expected string; found 1")]
    [InlineData("{{(.items).x}}", "", "can't evaluate field x in type []interface {}")]
    [InlineData("{{.kind.x}}", "", "can't evaluate field x in type interface {}")]
    [InlineData("{{index .items 2}}", "", "error calling index: reflect: slice index out of range")]
    [InlineData("{{slice .items .kind}}", "", "error calling slice: cannot index slice/array with type interface {}")]
    [InlineData("{{range $i, $x := 2}}{{end}}", "", "can't use 2 to iterate over more than one variable")]
    [InlineData("{{$x = .kind}}", "", "undefined variable: $x")]
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
    [InlineData("{{ }}", "output:1: missing value for command")]
    [InlineData("{{/* */ }}", "output:1: comment ends before closing delimiter")]
    [InlineData("a\n{{- .kind -}}\n\n{{nope}}", "output:4: function \"nope\" not defined")]
    [InlineData("{{range $a $b := .}}{{end}}", "output:1: undefined variable \"$a\"")]
    [InlineData("{{$x, $y := 1}}", "output:1: too many declarations in command")]
    [InlineData("{{09}}", "output:1: integer overflow: \"09\"")]
    [InlineData("{{define}}{{end}}", "output:1: unexpected \"}}\" in define clause")]
    [InlineData("{{true.x}}", "output:1: unexpected . after term \"true\"")]
    public void What_is_no_template_is_told_with_its_line(string template, string why) => Assert.Equal($"template: {why}", Assert.Throws<TemplateException>(() => new GoTemplate(template, true)).Message);

    [Fact]
    public void A_failure_is_placed_where_evaluation_was_last()
    {
        var failure = Assert.Throws<TemplateException>(() => new GoTemplate("{{define \"t\"}}\n {{(len .kind).x}}{{end}}{{template \"t\" .}}", true).Print(_list));
        Assert.Equal(("2:8", ".kind", "t"), (failure.Place, failure.Shown, failure.Template));
    }

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
