using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Tests.Printing;

public sealed class PrintingTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(150, "2m30s")]
    [InlineData(1200, "20m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((3 * 3600) + 120, "3h2m")]
    [InlineData(30 * 3600, "30h")]
    [InlineData(52 * 3600, "2d4h")]
    [InlineData(30 * 86400, "30d")]
    [InlineData(800 * 86400, "2y70d")]
    public void Ages_are_written_in_one_or_two_units(long seconds, string expected) => Assert.Equal(expected, Ages.Human(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Tables_line_up_and_keep_their_widths()
    {
        var table = new TextTable();
        var first = new StringWriter();
        table.Add(["NAME", "AGE"]);
        table.Add(["a-long-name", "1s"]);
        table.Flush(first);
        Assert.Equal("NAME          AGE\na-long-name   1s\n", first.ToString());
        var later = new StringWriter();
        table.Add(["b", "2s\nx"]);
        table.Flush(later);
        Assert.Equal("b             2s...\n", later.ToString());
    }

    // What upstream's tab writer makes of rows that have not all as many cells.
    [Fact]
    public void A_column_ends_where_a_row_has_no_cell_in_it()
    {
        var (table, output) = (new TextTable(padsLast: true), new StringWriter());
        table.Add(["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)"]);
        table.Add(["a-very-long-name", "1m"]);
        table.Add(["b", "2m", "a-long-value", "3"]);
        table.Flush(output);
        Assert.Equal("NAME               CPU(cores)   CPU(%)   MEMORY(bytes)   \na-very-long-name   1m           \nb                  2m           a-long-value   3               \n", output.ToString());
    }

    [Theory]
    [InlineData("""["a10","a9","B",null,"b"]""", """[null,"B","a10","a9","b"]""")]
    [InlineData("""["1k","2","1500m","0.5"]""", """["0.5","1500m","2","1k"]""")]
    [InlineData("""[10,-3,2]""", """[-3,2,10]""")]
    public void Values_have_upstreams_order(string values, string ordered) => Assert.Equal(Node.Parse(ordered), new ArrayNode([.. Sorted(values)]));

    [Fact]
    public void Who_has_no_value_comes_first_the_last_before_the_others() =>
        Assert.Equal(["c", "b", "a"], SortOrder.Sorted([("a", new NumberNode(1)), ("b", null), ("c", null)], ".x", "").Select(static n => ((StringNode)n).Value));

    [Theory]
    [InlineData("""[true,false]""", "unsortable type: bool")]
    [InlineData("""["a",1]""", "unsortable interface: interface")]
    [InlineData("""[[1],[2]]""", "unsortable type: []interface {}")]
    public void What_has_no_order_ends_the_command(string values, string why)
    {
        var failure = Assert.Throws<CliException>(() => Sorted(values));
        Assert.Equal(("sorter.go:329", $"Field .x in t is an unsortable type: interface, err: {why}"), (failure.FatalAt, failure.Message));
    }

    private static IReadOnlyList<Node> Sorted(string values) => SortOrder.Sorted([.. ((ArrayNode)Node.Parse(values)).Select(static v => (v, (Node?)v))], ".x", "t");

    [Fact]
    public void Columns_of_a_sheet_reach_as_far_as_neighbouring_lines() =>
        Assert.Equal("Name:    x\nLabels:  a=b\nList:\n  long-one:  1\n", new Sheet().Field(0, "Name", "x").Line(0, "Labels:\ta=b").Line(0, "List:").Field(1, "long-one", 1).ToString());

    [Fact]
    public void Json_is_sorted_and_escapes_what_html_would_read() =>
        Assert.Equal("{\n    \"a\": \"\\u003cb\\u003e\",\n    \"z\": []\n}", JsonText.Of(Node.Parse("""{"z":[],"a":"<b>"}""")));

    [Fact]
    public void Escape_sequences_do_not_reach_the_terminal() => Assert.Equal("a^[[31mb", Escapes.Neutralize("a\u001b[31mb"));
}
