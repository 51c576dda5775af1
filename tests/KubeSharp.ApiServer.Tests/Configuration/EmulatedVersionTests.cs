using KubeSharp.ApiServer.Configuration;
using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.Configuration;

public sealed class EmulatedVersionTests
{
    [Theory]
    [InlineData("1.36", "1.36")]
    [InlineData("kube=1.35", "1.35")]
    [InlineData("kube=v1.33", "1.33")]
    public void A_version_up_to_three_before_its_own_may_be_emulated(string given, string read) => Assert.Equal(read, EmulatedVersion.Read([given], "v1.36.2"));

    [Theory]
    [InlineData("1.32", "emulation version 1.32 is not between [1.33, 1.36]")]
    [InlineData("kube=1.37", "emulation version 1.37 is not between [1.33, 1.36]")]
    [InlineData("2.36", "emulation version 2.36 is not between [1.33, 1.36]")]
    [InlineData("wardle=1.2", "component not registered: wardle")]
    [InlineData("kube=1.35.1", "patch version not allowed, got: kube=1.35.1")]
    [InlineData("kube=x", "illegal version string \"x\"")]
    public void Another_may_not(string given, string told) => Assert.Equal(told, Assert.Throws<FormatException>(() => EmulatedVersion.Read([given], "v1.36.2")).Message);

    [Fact]
    public async Task It_is_told_beside_the_servers_own()
    {
        await using var server = await TestServer.StartAsync(static o => o with { EmulatedVersion = "1.34" });
        var (_, version) = await server.SendAsync("GET", "/version");
        Assert.Equal(("36", "34", "33"), (version.TextAt("minor"), version.TextAt("emulationMinor"), version.TextAt("minCompatibilityMinor")));
        Assert.Contains("version_info{binary=\"1.36\",component=\"kube\",emulation=\"1.34\",min_compat=\"1.33\"} 1", await server.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
