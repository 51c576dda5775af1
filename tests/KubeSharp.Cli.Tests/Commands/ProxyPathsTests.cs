using KubeSharp.Cli.Commands;

namespace KubeSharp.Cli.Tests.Commands;

public class ProxyPathsTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("", "/")]
    [InlineData("custom", "custom/")]
    [InlineData("/custom", "/custom/")]
    [InlineData("//two/", "//two/")]
    [InlineData("/a/b/", "/a/b/")]
    public void A_prefix_ends_with_a_slash(string given, string prefix) => Assert.Equal(prefix, ProxyPaths.Prefix(given));

    [Theory]
    [InlineData("//custom/healthz", "/custom/healthz")]
    [InlineData("/static/../etc/", "/etc/")]
    [InlineData("/../..", "/")]
    [InlineData("/custom", "/custom/")]
    [InlineData("/custom/healthz", "")]
    [InlineData("/other", "")]
    public void Whoever_asks_by_a_crooked_path_is_sent_to_the_straight_one(string path, string elsewhere) => Assert.Equal(elsewhere, ProxyPaths.Elsewhere(path, ["/custom/"]));

    [Theory]
    [InlineData("/healthz", "/", "/healthz")]
    [InlineData("/custom/healthz", "/custom/", "/healthz")]
    [InlineData("/api/v1/nodes", "/api/", "/api/v1/nodes")]
    public void A_prefix_is_taken_away_but_for_one_of_the_servers_own(string path, string prefix, string asked) => Assert.Equal(asked, ProxyPaths.Asked(path, prefix));

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("localhost:80", "localhost")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[::1]:80", "::1")]
    [InlineData("::1", "::1")]
    [InlineData("", "")]
    public void A_host_is_seen_without_its_port(string header, string host) => Assert.Equal(host, ProxyPaths.Host(header));

    [Fact]
    public void An_empty_pattern_is_none_alone_and_one_beside_others()
    {
        Assert.Empty(ProxyPaths.Patterns(""));
        Assert.Equal(["^/a", ""], ProxyPaths.Patterns("^/a,"));
    }
}
