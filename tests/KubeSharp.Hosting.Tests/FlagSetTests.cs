using KubeSharp.Hosting.Flags;

namespace KubeSharp.Hosting.Tests;

public sealed class FlagSetTests
{
    private readonly FlagSet _flags = new();

    [Fact]
    public void Values_come_after_an_equals_sign_or_as_the_next_word_and_switches_stand_alone()
    {
        var (port, name, isOn, list) = (_flags.Whole("secure-port", 6443, ""), _flags.Text("name", "", ""), _flags.Switch("anonymous-auth", false, ""), _flags.List("etcd-servers", ""));
        _flags.Parse(["--secure-port=7000", "--name", "a b", "--anonymous-auth", "--etcd-servers=http://a,http://b", "--etcd-servers", "http://c"]);
        Assert.Equal((7000, "a b", true), (port.Value, name.Value, isOn.Value));
        Assert.Equal("http://a http://b http://c", string.Join(' ', list.Value));
    }

    [Fact]
    public void What_is_not_given_has_its_default()
    {
        var port = _flags.Whole("secure-port", 6443, "");
        _flags.Parse([]);
        Assert.Equal((6443, false), (port.Value, port.IsGiven));
    }

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("0", 0)]
    public void A_duration_is_read_as_Go_writes_it(string text, double seconds)
    {
        var flag = _flags.Duration("request-timeout", TimeSpan.MaxValue, "");
        _flags.Parse([$"--request-timeout={text}"]);
        Assert.Equal(TimeSpan.FromSeconds(seconds), flag.Value);
    }

    [Theory]
    [InlineData("unknown flag: --nonsense", "--nonsense=1")]
    [InlineData("flag needs an argument: --secure-port", "--secure-port")]
    [InlineData("invalid argument \"abc\" for \"--secure-port\" flag: no whole number", "--secure-port=abc")]
    [InlineData("invalid argument \"maybe\" for \"--anonymous-auth\" flag: no boolean", "--anonymous-auth=maybe")]
    [InlineData("invalid argument \"5apples\" for \"--request-timeout\" flag: unknown unit in duration", "--request-timeout=5apples")]
    [InlineData("invalid argument \"0s\" for \"--period\" flag: it must be more than zero", "--period=0s")]
    [InlineData("invalid argument \"-1\" for \"--rate\" flag: no number from 0 on", "--rate=-1")]
    [InlineData("invalid argument \"NaN\" for \"--rate\" flag: no number from 0 on", "--rate", "NaN")]
    [InlineData("unknown command \"start\": only flags are taken", "start")]
    public void A_wrong_command_line_is_refused_with_the_flags_name(string message, params string[] words)
    {
        _flags.Whole("secure-port", 6443, "");
        _flags.Switch("anonymous-auth", true, "");
        _flags.Duration("request-timeout", TimeSpan.Zero, "");
        _flags.Period("period", TimeSpan.FromSeconds(1), "");
        _flags.Number("rate", 0.1, "");
        Assert.Equal(message, Assert.Throws<FlagException>(() => _flags.Parse(words)).Message);
    }
}
