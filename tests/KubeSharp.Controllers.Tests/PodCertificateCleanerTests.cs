using System.Net;
using KubeSharp.Client.Rest;
using KubeSharp.Controllers.Certificates;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Controllers.Tests;

/// <summary>Which requests for pods' certificates are removed, and that trouble with one is none of the others'.</summary>
public sealed class PodCertificateCleanerTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Those_a_quarter_of_an_hour_old_go_by_their_uid_and_younger_ones_stay()
    {
        var server = new Answers(Request("old", "11:44:59") + "," + Request("exact", "11:45:00") + "," + Request("young", "11:45:01"));
        await CleanAsync(server);
        Assert.Equal(["ns/old u-old", "ns/exact u-exact"], server.Deleted);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task One_that_somebody_else_removed_or_made_anew_does_not_keep_the_next(HttpStatusCode refusal)
    {
        var server = new Answers(Request("old", "11:00:00") + "," + Request("other", "11:00:00")) { Refusal = refusal };
        await CleanAsync(server);
        Assert.Equal(["ns/old u-old", "ns/other u-other"], server.Deleted);
    }

    [Fact]
    public async Task A_server_that_does_not_offer_them_is_left_alone()
    {
        var server = new Answers("") { IsOffered = false };
        await CleanAsync(server);
        Assert.Empty(server.Deleted);
    }

    private static async Task CleanAsync(Answers server)
    {
        using var client = new ApiClient(new RestConfig { Server = new Uri("https://192.0.2.1") }, TimeProvider.System, server);
        await new PodCertificateRequestCleaner(client, new FakeTimeProvider(_now), NullLogger.Instance).CleanAsync(default);
    }

    private static string Request(string name, string at) => $$$"""{"metadata":{"name":"{{{name}}}","namespace":"ns","uid":"u-{{{name}}}","creationTimestamp":"2026-01-01T{{{at}}}Z"}}""";

    private sealed class Answers(string items) : HttpMessageHandler
    {
        public bool IsOffered { get; init; } = true;

        public HttpStatusCode Refusal { get; init; } = HttpStatusCode.OK;

        public List<string> Deleted { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            if (request.Method == HttpMethod.Get)
            {
                Assert.Equal("/apis/certificates.k8s.io/v1beta1/podcertificaterequests", path);
                return IsOffered ? Json(HttpStatusCode.OK, $$"""{"kind":"PodCertificateRequestList","apiVersion":"certificates.k8s.io/v1beta1","metadata":{},"items":[{{items}}]}""") : Status(HttpStatusCode.NotFound);
            }
            Assert.Equal(HttpMethod.Delete, request.Method);
            var options = Node.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            var parts = path.Split('/');
            Deleted.Add($"{parts[5]}/{parts[7]} {options.TextAt("preconditions", "uid")}");
            return Refusal == HttpStatusCode.OK ? Json(HttpStatusCode.OK, """{"kind":"Status","apiVersion":"v1","status":"Success"}""") : Status(Refusal);
        }

        private static HttpResponseMessage Status(HttpStatusCode code) =>
            Json(code, $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{code}}","message":"no","code":{{(int)code}}}""");

        private static HttpResponseMessage Json(HttpStatusCode code, string body) => new(code) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
    }
}
