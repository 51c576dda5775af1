using KubeSharp.Machinery.Features;

namespace KubeSharp.Machinery.Tests.Features;

public sealed class FeatureGatesTests
{
    [Theory]
    [InlineData("Foo=true", "unrecognized feature gate: Foo")]
    [InlineData("GracefulNodeShutdown=false,Foo=true", "unrecognized feature gate: Foo")]
    [InlineData("Foo", "missing bool value for Foo")]
    [InlineData("PodCertificateRequest=x", "invalid value of PodCertificateRequest=x, err: strconv.ParseBool: parsing \"x\": invalid syntax")]
    [InlineData("StructuredAuthenticationConfiguration=false", "cannot set feature gate StructuredAuthenticationConfiguration to false, feature is locked to true")]
    [InlineData("SeparateCacheWatchRPC=true", "cannot set feature gate SeparateCacheWatchRPC to true, feature is locked to false")]
    public void What_cannot_be_set_is_refused_in_upstreams_words(string flag, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => FeatureGates.Default.With(flag)).Message);

    [Theory]
    [InlineData("", true, false, true)]
    [InlineData("GracefulNodeShutdown=false,HPAScaleToZero=1", false, true, true)]
    [InlineData("StructuredAuthenticationConfiguration=true", true, false, true)]
    // What is said of one goes before what is said of all.
    [InlineData("AllAlpha=true,AllBeta=false", false, true, true)]
    [InlineData("AllBeta=false, GracefulNodeShutdown = T", true, false, true)]
    public void Gates_are_as_they_are_set_and_else_as_upstream_has_them(string flag, bool beta, bool alpha, bool stable)
    {
        var gates = FeatureGates.Default.With(flag);
        Assert.Equal((beta, alpha, stable), (gates.IsOn("GracefulNodeShutdown"), gates.IsOn("HPAScaleToZero"), gates.IsOn("StructuredAuthenticationConfiguration")));
    }

    [Fact]
    public void Every_stage_is_one_that_upstream_has()
    {
        Assert.InRange(FeatureGates.Known.Count, 200, 300);
        Assert.All(FeatureGates.Known.Values, static g => Assert.Contains(g.Stage, (string[])["alpha", "beta", "ga", "deprecated"]));
    }
}
