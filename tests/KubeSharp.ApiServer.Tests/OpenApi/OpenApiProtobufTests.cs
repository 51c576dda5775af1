using System.Text;
using KubeSharp.ApiServer.OpenApi;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.OpenApi;

/// <summary>OpenAPI 2.0 as Go clients ask for it: a protobuf message.</summary>
public sealed class OpenApiProtobufTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Theory]
    [InlineData("""{"swagger":"2.0"}""", "0A03322E30")]
    [InlineData("""{"info":{"title":"K","version":"1"}}""", "12060A014B120131")]
    // Definitions (9) of names (1) with a schema (2) whose type (22) is a list of texts (1).
    [InlineData("""{"definitions":{"A":{"type":"object"}}}""", "4A120A100A0141120BB201080A066F626A656374")]
    // An extension (31) is a name and YAML.
    [InlineData("""{"definitions":{"A":{"x-a":["b"]}}}""", "4A180A160A01411211FA010E0A03782D61120712055B2262225D")]
    [InlineData("""{"unknown":1}""", "")]
    public void A_document_is_written_by_the_numbers_of_its_fields(string json, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(OpenApiProtobuf.Write((ObjectNode)Node.Parse(json))));

    [Theory]
    [InlineData("application/com.github.proto-openapi.spec.v2@v1.0+protobuf", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")]
    [InlineData("application/com.github.proto-openapi.spec.v2.v1.0+protobuf, application/json", "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task The_form_is_the_one_that_was_asked_for(string accepts, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2");
        request.Headers.TryAddWithoutValidation("Accept", accepts);
        using var answer = await cluster.Server.Client.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        var body = await answer.Content.ReadAsByteArrayAsync();
        if (!type.EndsWith("json", StringComparison.Ordinal)) { Assert.Equal("0A03322E30", Convert.ToHexString(body.AsSpan(0, 5))); }
        Assert.Contains("io.k8s.api.core.v1.Pod", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"openapi":"3.0.0"}""", "0A05332E302E30")]
    // Components (5) with schemas (1) of names (1) and a schema (2), not a reference (1), whose type is 25; another is a reference (2).
    [InlineData("""{"components":{"schemas":{"A":{"type":"object"}}}}""", "2A140A120A100A0141120B0A09CA01066F626A656374")]
    [InlineData("""{"components":{"schemas":{"A":{"$ref":"B"}}}}""", "2A0E0A0C0A0A0A0141120512030A0142")]
    // A default that is no plain value is an empty message (33).
    [InlineData("""{"components":{"schemas":{"A":{"default":{}}}}}""", "2A0E0A0C0A0A0A014112050A038A0200")]
    public void A_document_of_3_0_is_written_by_its_numbers(string json, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(OpenApiProtobuf.WriteV3((ObjectNode)Node.Parse(json))));

    [Theory]
    [InlineData("application/com.github.proto-openapi.spec.v3@v1.0+protobuf")]
    [InlineData("application/com.github.proto-openapi.spec.v3.v1.0+protobuf, application/json")]
    public async Task A_document_of_3_0_has_a_message_under_the_tag_of_its_text(string accepts)
    {
        var tags = new HashSet<string>();
        foreach (var asked in (string[])[accepts, accepts, "application/json"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v3/apis/apps/v1");
            request.Headers.TryAddWithoutValidation("Accept", asked);
            using var answer = await cluster.Server.Client.SendAsync(request);
            Assert.Equal(asked == accepts ? "application/com.github.proto-openapi.spec.v3.v1.0+protobuf" : "application/json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Contains("io.k8s.api.apps.v1.Deployment", Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
            tags.Add(answer.Headers.ETag!.Tag);
        }
        Assert.Single(tags);
    }

    [Fact]
    public async Task A_form_that_is_not_served_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v2");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        Assert.Equal(406, (int)(await cluster.Server.Client.SendAsync(request)).StatusCode);
    }
}
