using KubeSharp.Cli.Connection;

namespace KubeSharp.Cli.Tests.Connection;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://api.ex.io", "HTTPS_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://api.ex.io", "https_proxy=p:1", "http://p:1/")]
    [InlineData("https://api.ex.io", "HTTPS_PROXY=,https_proxy=socks5://p:1", "socks5://p:1/")]
    [InlineData("https://api.ex.io", "HTTP_PROXY=http://p:1", null)]
    [InlineData("http://api.ex.io", "HTTP_PROXY=http://u:w@p:1", "http://u:w@p:1/")]
    [InlineData("https://127.0.0.1:6443", "HTTPS_PROXY=p", null)]
    [InlineData("https://localhost", "HTTPS_PROXY=p", null)]
    [InlineData("https://[::1]:1", "HTTPS_PROXY=p", null)]
    [InlineData("https://api.ex.io", "HTTPS_PROXY=p,NO_PROXY=ex.io", null)]
    [InlineData("https://ex.io", "HTTPS_PROXY=p,NO_PROXY=.ex.io", "http://p/")]
    [InlineData("https://api.ex.io", "HTTPS_PROXY=p,NO_PROXY=*.EX.io", null)]
    [InlineData("https://apiex.io", "HTTPS_PROXY=p,NO_PROXY=ex.io", "http://p/")]
    [InlineData("https://api.ex.io:1", "HTTPS_PROXY=p,no_proxy=api.ex.io:2", "http://p/")]
    [InlineData("https://api.ex.io:2", "HTTPS_PROXY=p,no_proxy=api.ex.io:2", null)]
    [InlineData("https://192.0.2.7", "HTTPS_PROXY=p,NO_PROXY=192.0.2.0/24", null)]
    [InlineData("https://192.0.3.7", "HTTPS_PROXY=p,NO_PROXY=192.0.2.0/24", "http://p/")]
    [InlineData("https://192.0.2.7", "HTTPS_PROXY=p,NO_PROXY=*", null)]
    public void The_environment_names_a_proxy_and_whom_it_is_not_for(string server, string environment, string? proxy)
    {
        var variables = environment.Split(',').Select(static v => v.Split('=', 2)).ToDictionary(static v => v[0], static v => v[1]);
        Assert.Equal(proxy, EnvironmentProxy.Of(new Uri(server), variables.GetValueOrDefault)?.ToString());
    }
}
