using KubeSharp.Kubelet.Containers;

namespace KubeSharp.Kubelet.Tests.Containers;

public sealed class VariableExpansionTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$(A)", "1")]
    [InlineData("x$(A)y$(B)z", "x1y2z")]
    [InlineData("$(NONE)", "$(NONE)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$$", "$")]
    [InlineData("$", "$")]
    [InlineData("$A", "$A")]
    [InlineData("$(A", "$(A")]
    [InlineData("$()", "$()")]
    [InlineData("a$", "a$")]
    public void References_are_replaced_and_what_is_none_stays(string text, string expected) =>
        Assert.Equal(expected, VariableExpansion.Expand(text, static n => n switch { "A" => "1", "B" => "2", _ => null }));

    [Fact]
    public void A_path_with_an_unknown_variable_is_refused() =>
        Assert.Throws<FormatException>(static () => VariableExpansion.ExpandAll("$(NONE)/x", static _ => null));
}
