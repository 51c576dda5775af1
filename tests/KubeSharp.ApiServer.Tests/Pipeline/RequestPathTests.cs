using KubeSharp.ApiServer.Pipeline;

namespace KubeSharp.ApiServer.Tests.Pipeline;

/// <summary>Paths and queries are read as Go's server reads them.</summary>
public sealed class RequestPathTests
{
    [Theory]
    [InlineData("/api/v1/pods?watch=1", "/api/v1/pods")]
    [InlineData("/api/v1/../v1/./pods", "/api/v1/../v1/./pods")]
    [InlineData("//api//v1/", "//api//v1/")]
    [InlineData("/a%2fb%2Fc%20d%C3%A4%25", "/a/b/c dä%")]
    [InlineData("http://127.0.0.1:6443/api/v1/nodes", "/api/v1/nodes")]
    [InlineData("https://host", "/")]
    [InlineData("/api/v1/%", null)]
    [InlineData("/api/v1/%z0", null)]
    [InlineData("/api/v1/%4", null)]
    [InlineData("api/v1", null)]
    public void A_path_is_decoded_once_and_never_cleaned(string target, string? path) => Assert.Equal(path, RequestPath.Read(target));

    [Theory]
    [InlineData("/", "")]
    [InlineData("//api/v1/", "api|v1")]
    [InlineData("/api/v1/namespaces//pods", "api|v1|namespaces||pods")]
    public void Between_two_slashes_there_is_a_part_without_a_name(string path, string parts) => Assert.Equal(parts, string.Join('|', RequestPath.Parts(path)));

    [Theory]
    [InlineData("?limit=1&limit=2", "?limit=1&limit=2")]
    [InlineData("?limit=%zz", "?")]
    [InlineData("?a=1&labelSelector=%zz&b=%20", "?a=1&b=%20")]
    [InlineData("?a;b=1&c=2", "?c=2")]
    [InlineData("", "")]
    public void Pairs_that_Go_drops_are_not_there(string query, string kept) => Assert.Equal(kept, RequestPath.Query(query));
}
