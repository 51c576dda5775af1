using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli.Tests.Commands;

public class ProxyPathsTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("custom", "/custom/")]
    [InlineData("/custom", "/custom/")]
    [InlineData("/a/b/", "/a/b/")]
    public void A_prefix_stands_between_slashes(string given, string prefix) => Assert.Equal(prefix, ProxyPaths.Prefix(given));

    [Theory]
    [InlineData("//custom/healthz", "/custom/healthz")]
    [InlineData("/static/../etc/", "/etc/")]
    [InlineData("/../..", "/")]
    [InlineData("/custom", "/custom/")]
    [InlineData("/custom/healthz", "")]
    [InlineData("/other", "")]
    public void Whoever_asks_by_a_crooked_path_is_sent_to_the_straight_one(string path, string elsewhere) => Assert.Equal(elsewhere, ProxyPaths.Elsewhere(path, ["/custom/"]));
}
