using KubeSharp.ApiServer.Proxying;

namespace KubeSharp.ApiServer.Tests.Proxying;

public sealed class HtmlLinksTests
{
    [Theory]
    [InlineData("<a href=\"/rewriteme\">test</a>", "<a href=\"/p/proxy/rewriteme\">test</a>")]
    [InlineData("<img alt='x' src='/a.png'>", "<img alt='x' src='/p/proxy/a.png'>")]
    [InlineData("<FORM METHOD=post ACTION=/do?x=1>", "<FORM METHOD=post ACTION=/p/proxy/do?x=1>")]
    [InlineData("<a href=\"http://10.0.0.1:80/in\">", "<a href=\"/p/proxy/in\">")]
    [InlineData("<a href=\"/p/proxy/done\">", "<a href=\"/p/proxy/done\">")]
    [InlineData("<a href=\"relative\"> <a href=\"//cdn.example/x\"> <a href=\"https://example.org/x\">", "<a href=\"relative\"> <a href=\"//cdn.example/x\"> <a href=\"https://example.org/x\">")]
    [InlineData("text href=\"/not-a-link\"", "text href=\"/not-a-link\"")]
    public void Links_from_the_root_lead_through_the_proxy_and_no_others(string page, string expected) => Assert.Equal(expected, HtmlLinks.Rewrite(page, "/p/proxy", "10.0.0.1:80"));
}
