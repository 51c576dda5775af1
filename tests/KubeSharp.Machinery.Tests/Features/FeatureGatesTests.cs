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

    [Theory]
    [InlineData("1.36", true, true, true, "MutatingAdmissionPolicy,ga")]
    [InlineData("1.35", false, true, true, "MutatingAdmissionPolicy,beta")]
    [InlineData("1.34", false, true, false, "MutatingAdmissionPolicy,beta")]
    [InlineData("1.33", false, false, false, "MutatingAdmissionPolicy,alpha")]
    public void A_version_that_is_emulated_has_the_gates_that_it_had(string version, bool policies, bool devices, bool rules, string stage)
    {
        var gates = FeatureGates.Of(Version.Parse(version), new(1, 33));
        Assert.Equal((policies, devices, rules), (gates.IsOn("MutatingAdmissionPolicy"), gates.IsOn("DynamicResourceAllocation"), gates.IsOn("ContainerRestartRules")));
        Assert.Contains($"name=\"{stage.Split(',')[0]}\",stage=\"{(stage.EndsWith(",ga", StringComparison.Ordinal) ? "" : stage.Split(',')[1].ToUpperInvariant())}\"", gates.ToMetrics(), StringComparison.Ordinal);
        // What came later is told of nowhere.
        Assert.Equal(version != "1.33", gates.ToMetrics().Contains("ContainerRestartRules", StringComparison.Ordinal));
    }

    // As upstream's server wrote them.
    [Theory]
    [InlineData("1.36", "AllAlpha ALPHA 0, AllBeta BETA 0, AtomicFIFO BETA 1, InOrderInformers  1, InformerResourceVersion  1, NativeHistograms ALPHA 0, WatchList BETA 1, WatchListClient BETA 1")]
    [InlineData("1.35", "AllAlpha ALPHA 0, AllBeta BETA 0, ContextualLogging BETA 1, InOrderInformers BETA 1, InformerResourceVersion  1, WatchListClient BETA 1")]
    [InlineData("1.33", "ClientsAllowCBOR ALPHA 0, InOrderInformers BETA 1, InformerResourceVersion ALPHA 0, LoggingBetaOptions BETA 1, WatchList BETA 0, WatchListClient BETA 0")]
    public void Gates_of_clients_and_logs_are_told_as_of_the_version(string version, string told)
    {
        var text = FeatureGates.Of(Version.Parse(version), new(1, 33)).ToMetrics();
        Assert.All(told.Split(", "), g => Assert.Contains($"{{name=\"{g.Split(' ')[0]}\",stage=\"{g.Split(' ')[1]}\"}} {g.Split(' ')[2]}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_not_there_yet_cannot_be_set_and_what_was_not_yet_locked_can()
    {
        var gates = FeatureGates.Of(new(1, 34), new(1, 33));
        Assert.Equal("cannot set feature gate GenericWorkload to true, feature is PreAlpha at emulated version 1.34, min compatibility version 1.33", Assert.Throws<FormatException>(() => gates.With("GenericWorkload=true")).Message);
        Assert.False(gates.With("JobManagedBy=false").IsOn("JobManagedBy"));
        Assert.Throws<FormatException>(() => FeatureGates.Default.With("JobManagedBy=false"));
    }
}
