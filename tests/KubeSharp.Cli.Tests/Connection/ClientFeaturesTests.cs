using KubeSharp.Cli.Connection;

namespace KubeSharp.Cli.Tests.Connection;

/// <summary>What the stock kubectl logs of the variables of its client's features.</summary>
public sealed class ClientFeaturesTests
{
    [Theory]
    [InlineData("WatchListClient", "false", "")]
    [InlineData("WatchListClient", "", "envvar.go:176] \"Could not set feature gate\" err=\"strconv.ParseBool: parsing \\\"\\\": invalid syntax\" feature=\"WatchListClient\" desiredState=\"\"")]
    [InlineData("AtomicFIFO", "x", "envvar.go:176] \"Could not set feature gate\" err=\"strconv.ParseBool: parsing \\\"x\\\": invalid syntax\" feature=\"AtomicFIFO\" desiredState=\"x\"")]
    [InlineData("InOrderInformers", "T", "")]
    [InlineData("InOrderInformers", "0", "envvar.go:179] \"Could not set feature gate, feature is locked\" feature=\"InOrderInformers\" desiredState=\"0\" lockedState=true")]
    [InlineData("Nope", "x", "")]
    public void Values_that_cannot_be_meant_are_told(string feature, string value, string expected) =>
        Assert.Equal(expected, string.Join('\n', ClientFeatures.Mistakes(name => name == $"KUBE_FEATURE_{feature}" ? value : null).Select(static m => $"{m.Place}] {m.Text}")));
}
