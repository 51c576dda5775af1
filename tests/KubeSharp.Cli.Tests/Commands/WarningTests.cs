namespace KubeSharp.Cli.Tests.Commands;

/// <summary>How warnings look.</summary>
public sealed class WarningTests
{
    [Theory]
    [InlineData(true, "xterm", null, "\u001b[33;1mWarning:\u001b[0m old\n")]
    [InlineData(true, null, null, "\u001b[33;1mWarning:\u001b[0m old\n")]
    [InlineData(true, "dumb", null, "Warning: old\n")]
    [InlineData(true, "xterm", "", "Warning: old\n")]
    [InlineData(false, "xterm", null, "Warning: old\n")]
    public void A_warning_is_yellow_on_a_terminal_that_shows_colors(bool isTerminal, string? term, string? noColor, string shown)
    {
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            In = Stream.Null,
            OutBytes = Stream.Null,
            Out = TextWriter.Null,
            Error = error,
            IsErrorTerminal = isTerminal,
            Variable = name => name == "TERM" ? term : name == "NO_COLOR" ? noColor : null,
            Time = TimeProvider.System,
        };
        terminal.Warn("old");
        Assert.Equal(shown, error.ToString());
    }
}
