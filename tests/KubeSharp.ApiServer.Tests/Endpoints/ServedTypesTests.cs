using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Endpoints;

/// <summary>What is answered to who accepts nothing that is served.</summary>
public sealed class ServedTypesTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private const string Formats = "application/json, application/yaml, application/vnd.kubernetes.protobuf";
    private const string Router = "406: Not Acceptable\n\nAvailable representations: ";

    [Theory]
    [InlineData("/version", "text/html", Router + "application/json")]
    [InlineData("/api", "text/html", Router + Formats)]
    [InlineData("/apis", "text/html", Router + Formats)]
    [InlineData("/api/v1", "text/html", Router + Formats)]
    [InlineData("/apis/apps", "text/html", Router + Formats)]
    [InlineData("/apis/apps/v1", "text/html", Router + Formats)]
    [InlineData("/api/v1/namespaces/default", "application/*", Router + Formats)]
    [InlineData("/api/v1/namespaces", "application/xml, text/html;q=0.5", Router + Formats + ", application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    [InlineData("/api/v1/namespaces", "application/json;as=Nonsense;g=meta.k8s.io;v=v1", "only the following media types are accepted: " + Formats)]
    public async Task Who_accepts_nothing_that_is_served_is_told_what_is(string path, string accept, string message)
    {
        var (code, body) = await AskAsync(path, accept);
        var status = Node.Parse(body);
        Assert.Equal((406, "NotAcceptable", message), (code, status.TextAt("reason"), status.TextAt("message")));
        Assert.Equal(message.StartsWith(Router, StringComparison.Ordinal), status.At("details") is not null);
    }

    [Theory]
    [InlineData("/openapi/v2")]
    [InlineData("/openapi/v3/api/v1")]
    public async Task Of_OpenAPI_nothing_is_said(string path) => Assert.Equal((406, ""), await AskAsync(path, "text/html"));

    [Theory]
    [InlineData("/version", "text/html, */*;q=0.1")]
    [InlineData("/api", "text/html,application/json")]
    [InlineData("/openapi/v3", "text/html")]
    [InlineData("/apis/apps/v1", "application/json;q=0.3")]
    public async Task One_type_that_is_served_is_enough(string path, string accept) => Assert.Equal(200, (await AskAsync(path, accept)).Code);

    private async Task<(int Code, string Body)> AskAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await cluster.Server.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
