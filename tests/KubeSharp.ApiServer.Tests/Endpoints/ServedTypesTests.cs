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
    [InlineData("/apis", "text/html", "only the following media types are accepted: " + Formats)]
    [InlineData("/api/v1", "application/json;as=Table;g=meta.k8s.io;v=v1", "only the following media types are accepted: " + Formats)]
    [InlineData("/api/v1/namespaces/default", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "you requested PartialObjectMetadataList, but the requested object is not a list (*core.Namespace)")]
    [InlineData("/apis/apps/v1/deployments", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", "you requested PartialObjectMetadata, but the requested object is a list (*apps.DeploymentList)")]
    [InlineData("/openid/v1/jwks", "application/json", Router + "application/jwk-set+json")]
    [InlineData("/.well-known/openid-configuration", "text/html", Router + "application/json")]
    [InlineData("/api/v1", "text/html", Router + Formats)]
    [InlineData("/apis/apps", "text/html", "only the following media types are accepted: " + Formats)]
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

    [Theory]
    [InlineData("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList;profile=nopeer", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "public", "Accept")]
    [InlineData("application/yaml;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "application/yaml;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "public", "Accept")]
    [InlineData("application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList,application/json", "application/json", "no-cache, private", "")]
    public async Task What_is_served_is_told_in_the_form_that_is_asked_for(string accept, string type, string cached, string vary)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await cluster.Server.Client.SendAsync(request);
        Assert.Equal((type, cached, vary), (answer.Content.Headers.ContentType!.ToString().Replace("; ", ";", StringComparison.Ordinal), string.Join(", ", answer.Headers.GetValues("Cache-Control").SelectMany(static v => v.Split(", ")).Order(StringComparer.Ordinal)), string.Join(",", answer.Headers.Vary)));
    }

    private async Task<(int Code, string Body)> AskAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await cluster.Server.Client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
