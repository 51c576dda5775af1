using KubeSharp.Cli.Commands;
using KubeSharp.Cli.Localization;

namespace KubeSharp.Cli.Tests.Localization;

public sealed class PhrasesTests
{
    [Theory]
    [InlineData("error: unknown flag: --foo\nSee 'kubectl get --help' for usage.", "错误：未知选项：--foo\n用法请见 'kubectl get --help'。")]
    [InlineData("Error from server (NotFound): pods \"{web}\" not found", "服务器返回错误 (NotFound)：未找到 pods \"{web}\"")]
    [InlineData("No resources found in a namespace.", "在命名空间 a 中未找到资源。")]
    [InlineData("\nDid you mean this?\n\tget\n", "\n您要找的是：\n\tget\n")]
    [InlineData("something nobody foresaw", "something nobody foresaw")]
    public void Messages_are_found_whole_by_gaps_and_line_by_line(string english, string chinese) => Assert.Equal(chinese, Text.Chinese.Translate(english));

    [Theory]
    [InlineData("KUBESHARP_LANG", "zh", true)]
    [InlineData("LANG", "zh_CN.UTF-8", true)]
    [InlineData("LANG", "en_US.UTF-8", false)]
    public void The_first_variable_that_is_set_decides_the_language(string variable, string value, bool isChinese)
    {
        Assert.Equal(isChinese, Text.IsChineseIn(name => name == variable ? value : null));
        Assert.False(Text.IsChineseIn(name => name == "LC_ALL" ? "C" : name == "LANG" ? "zh_CN" : null));
    }

    [Fact]
    public void Every_command_has_a_Chinese_summary_and_heading()
    {
        var english = CommandTree.All.SelectMany(static c => new[] { c.Summary, c.Section }).Where(static t => t.Length > 0).Distinct();
        Assert.Equal([], english.Where(static t => Text.Chinese.Translate(t) == t));
    }

    [Fact]
    public void A_writer_translates_whole_lines_only()
    {
        var written = new StringWriter();
        using var writer = new TranslatingWriter(written, Phrases.Parse("yes\t是"));
        writer.WriteLine("yes");
        writer.Write("yes");
        Assert.Equal($"是{Environment.NewLine}yes", written.ToString());
    }
}
