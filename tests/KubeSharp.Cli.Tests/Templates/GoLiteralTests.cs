using KubeSharp.Cli.Templates;

namespace KubeSharp.Cli.Tests.Templates;

public class GoLiteralTests
{
    [Theory]
    [InlineData("\"a\\x20b\"", "a b")]
    [InlineData("\"\\u00e9\\U0001F600\\101\"", "é😀A")]
    [InlineData("\"\\xc3\\xa9\"", "é")]
    [InlineData("\"\\n\\t\\\\\\\"\"", "\n\t\\\"")]
    [InlineData("'\\''", "'")]
    [InlineData("`a\\nb`", "a\\nb")]
    [InlineData("\"\\q\"", null)]
    [InlineData("\"\\x2\"", null)]
    [InlineData("\"\\400\"", null)]
    [InlineData("\"\\ud800\"", null)]
    [InlineData("\"\\'\"", null)]
    [InlineData("\"a\"b\"", null)]
    [InlineData("\"", null)]
    public void Texts_in_quotes_are_read_as_Go_reads_them(string word, string? said) => Assert.Equal(said, GoLiteral.Unquote(word));

    [Theory]
    [InlineData("0x1F", 31L)]
    [InlineData("-0b11", -3L)]
    [InlineData("0o17", 15L)]
    [InlineData("017", 15L)]
    [InlineData("1_000", 1000L)]
    [InlineData("1e3", 1000.0)]
    [InlineData(".5", 0.5)]
    [InlineData("0", 0L)]
    [InlineData("1x", null)]
    [InlineData("0x", null)]
    public void Numbers_are_read_in_every_base(string word, object? value) => Assert.Equal(value, GoLiteral.Number(word));

    [Fact]
    public void A_variable_is_known_within_its_range_and_not_behind_it()
    {
        Assert.Equal("12", new GoTemplate("{{range $x := .a}}{{$x}}{{end}}", allowsMissing: true).Print(KubeSharp.Machinery.Documents.Node.Parse("""{"a":[1,2]}""")));
        Assert.Contains("undefined variable \"$x\"", Assert.Throws<TemplateException>(() => new GoTemplate("{{range $x := .a}}{{end}}{{$x}}", allowsMissing: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{range .a[*]}{@}{end}-", "12-")]
    [InlineData("{range .a[*]}{@},", "1,2,{\"a\":[1,2]},")]
    public void A_range_that_is_not_closed_is_followed_by_its_body(string template, string text) =>
        Assert.Equal(text, new JsonPathTemplate(template, allowsMissing: true).Print(KubeSharp.Machinery.Documents.Node.Parse("""{"a":[1,2]}""")));
}
