using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli.Tests.Commands;

public class ExamplesTests
{
    [Fact]
    public void Each_part_belongs_to_its_command() =>
        Assert.Equal(["# One", "kubectl b c"], Examples.Part("@ a\n# Other\nkubectl a\n@ a b\n# One\nkubectl b c\n\n@ d\n", "a b"));

    [Fact]
    public void Examples_call_the_command_they_belong_to()
    {
        foreach (var command in CommandTree.All.Where(static c => c.RunAsync is not null && Examples.Of(c.Path).Count > 0))
        {
            Assert.Contains(Examples.Of(command.Path), l => l.Contains("kubectl " + command.Path.Split(' ')[0], StringComparison.Ordinal));
        }
        Assert.NotEmpty(Examples.Of("get"));
    }

    [Theory]
    [InlineData("list", "get")]
    [InlineData("rm", "delete")]
    [InlineData("desc", "describe")]
    [InlineData("aply", "apply")]
    public void A_word_that_is_no_command_is_told_what_it_may_mean(string word, string command) => Assert.Contains(command, CommandTree.Near(word));

    [Fact]
    public void The_help_has_examples_options_and_usage_in_this_order()
    {
        using var to = new StringWriter();
        HelpText.Write(CommandTree.All.Single(static c => c.Path == "apply"), to);
        var text = to.ToString();
        var places = new[] { "Examples:", "Available Commands:", "Options:", "Usage:\n  kubectl apply (-f FILENAME | -k DIRECTORY) [options]", "Use \"kubectl apply <command> --help\"", "Use \"kubectl options\"" }.Select(p => text.IndexOf(p, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }
}
