using KubeSharp.Cli.Flags;

namespace KubeSharp.Cli.Tests.Flags;

public sealed class CommandLineTests
{
    private static CommandLine Read(string command, params string[] words) => CommandLine.Read(words, [.. FlagCatalog.Of(command), .. FlagCatalog.Global()]);

    [Theory]
    [InlineData("pods", "-ojson")]
    [InlineData("pods", "-o=json")]
    [InlineData("-o", "json", "pods")]
    [InlineData("--output=json", "pods")]
    [InlineData("--output", "json", "pods")]
    public void A_flag_stands_anywhere_and_in_every_form(params string[] words)
    {
        var line = Read("get", words);
        Assert.Equal("json", line.Flags.Text("output"));
        Assert.Equal(["pods"], line.Arguments);
    }

    [Fact]
    public void Letters_may_be_joined_and_what_follows_two_dashes_is_no_flag()
    {
        var line = Read("exec", "-it", "pod", "--", "ls", "-l");
        Assert.True(line.Flags.Bool("stdin") && line.Flags.Bool("tty"));
        Assert.Equal(["pod", "ls", "-l"], line.Arguments);
        Assert.Equal(1, line.DashAt);
    }

    [Theory]
    [InlineData("unknown flag: --foo", "--foo")]
    [InlineData("unknown shorthand flag: 'x' in -x", "-x")]
    [InlineData("flag needs an argument: 'n' in -n", "pods", "-n")]
    [InlineData("invalid argument \"a\" for \"--chunk-size\" flag: strconv.ParseInt: parsing \"a\": invalid syntax", "--chunk-size=a")]
    public void Wrong_flags_are_told_in_upstreams_words(string message, params string[] words) =>
        Assert.Equal(message, Assert.Throws<FlagException>(() => Read("get", words)).Message);

    [Fact]
    public void Slices_part_at_commas_and_arrays_do_not()
    {
        Assert.Equal(["a", "b", "c"], Read("get", "-L", "a,b", "-L", "c").Flags.List("label-columns"));
        Assert.Equal(["a=1,2"], Read("create configmap", "--from-literal=a=1,2").Flags.List("from-literal"));
    }
}
