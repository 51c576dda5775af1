using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Tracing;
using KubeSharp.ApiServer.Tracing.Wire;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Tracing;

namespace KubeSharp.ApiServer.Tests.Tracing;

/// <summary>What a collector of traces gets, and what webhooks are told of the trace they belong to.</summary>
public sealed class TracingTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    private static async Task<(int Code, ObjectNode Body)> SendAsync(TestServer server, string method, string path, string body, string parent, string user = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.Length > 0) { request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"); }
        request.Headers.Add("traceparent", parent);
        if (user.Length > 0) { request.Headers.Add("X-User", user); }
        using var response = await server.Client.SendAsync(request);
        return ((int)response.StatusCode, (ObjectNode)Node.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    private static string Text(SpanMessage span, string key) => span.Attributes.FirstOrDefault(a => a.Key == key)?.Value is { } value ? value.ValueCase == AnyValue.ValueOneofCase.IntValue ? $"{value.IntValue}" : value.StringValue : "";

    private static string Hexadecimal(Google.Protobuf.ByteString id) => Convert.ToHexStringLower(id.Span);

    [Fact]
    public async Task A_traced_write_has_spans_of_the_request_its_webhooks_and_the_store_and_webhooks_are_told()
    {
        await using var collector = await TraceCollector.StartAsync();
        var told = "";
        await using var webhook = await WebhookServer.StartAsync((http, review) =>
        {
            told = http.Request.Headers["traceparent"].ToString();
            return Task.FromResult<ObjectNode?>(ObjectNode.Of(("kind", "AdmissionReview"), ("apiVersion", "admission.k8s.io/v1"), ("response", ObjectNode.Of(("uid", review.At("request", "uid")), ("allowed", true)))));
        });
        await using var exporter = new SpanExporter(collector.Endpoint, "apiserver", "one", TimeProvider.System);
        await using var server = await TestServer.StartAsync(o => o with { Tracer = new Tracer(new TracingConfiguration(collector.Endpoint, 0), exporter.Take, TimeProvider.System, new Random(1)) });
        await server.SendAsync("POST", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", $$"""{"metadata":{"name":"w"},"webhooks":[{"name":"w.example.org","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"{{webhook.Url}}","caBundle":"{{WebhookServer.CaBundle}}"},"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}]}""");
        await CustomResourceKit.UntilAsync(async () =>
        {
            await server.SendAsync("POST", Maps + "?dryRun=All", """{"metadata":{"name":"probe"}}""");
            return !webhook.Calls.IsEmpty;
        }, "the webhook to be asked");
        Assert.Equal(201, (await SendAsync(server, "POST", Maps, """{"metadata":{"name":"traced"}}""", $"00-{Trace}-b7ad6b7169203331-01")).Code);
        await CustomResourceKit.UntilAsync(() => Task.FromResult(collector.Spans.Any(static s => s.Kind == (int)SpanKind.Server)), "the request's span");
        var spans = collector.Spans.ToArray();
        Assert.All(spans, static s => Assert.Equal(Trace, Hexadecimal(s.TraceId)));
        var request = Assert.Single(spans, static s => s.Kind == (int)SpanKind.Server);
        Assert.Equal(("POST /api/v1/namespaces/{:namespace}/configmaps", "b7ad6b7169203331", "201", Maps), (request.Name, Hexadecimal(request.ParentSpanId), Text(request, "http.response.status_code"), Text(request, "url.path")));
        var call = Assert.Single(spans, static s => s.Name == "Call validating webhook");
        Assert.Equal(("w.example.org", Hexadecimal(request.SpanId)), (Text(call, "webhook"), Hexadecimal(call.ParentSpanId)));
        var commit = Assert.Single(spans, static s => s.Name == "Commit to the store");
        Assert.Equal(("create", Hexadecimal(request.SpanId)), (Text(commit, "operation"), Hexadecimal(commit.ParentSpanId)));
        Assert.True(commit.StartTimeUnixNano >= call.EndTimeUnixNano && request.EndTimeUnixNano >= commit.EndTimeUnixNano);
        Assert.Contains("service.name=apiserver", collector.Resources);
        Assert.Equal($"00-{Trace}-{Hexadecimal(call.SpanId)}-01", told);
    }

    [Fact]
    public async Task Whom_nobody_trusts_to_see_everything_does_not_decide_what_is_recorded()
    {
        var taken = new System.Collections.Concurrent.ConcurrentQueue<Span>();
        await using var none = await TestServer.StartAsync(o => o with { Tracer = new Tracer(new TracingConfiguration("", 0), taken.Enqueue, TimeProvider.System, new Random(1)) });
        Assert.Equal(403, (await SendAsync(none, "GET", Maps, "", $"00-{Trace}-b7ad6b7169203331-01", "jane")).Code);
        Assert.Empty(taken);
        await using var all = await TestServer.StartAsync(o => o with { Tracer = new Tracer(new TracingConfiguration("", 1_000_000), taken.Enqueue, TimeProvider.System, new Random(1)) });
        Assert.Equal(403, (await SendAsync(all, "GET", Maps, "", $"00-{Trace}-b7ad6b7169203331-01", "jane")).Code);
        await CustomResourceKit.UntilAsync(() => Task.FromResult(!taken.IsEmpty), "the span, which ends after its answer");
        var span = Assert.Single(taken);
        Assert.NotEqual(Trace, span.Context.Trace);
        Assert.Equal((Trace, ""), (span.Link!.Trace, span.Parent));
        // And who sees everything may leave a request out.
        Assert.Equal(200, (await SendAsync(all, "GET", Maps, "", $"00-{Trace}-b7ad6b7169203331-00")).Code);
        Assert.Single(taken);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false)]
    [InlineData("", false)]
    public void A_traceparent_is_read_as_the_recommendation_says(string header, bool isOne) => Assert.Equal(isOne, TraceContext.Parse(header) is not null);

    [Fact]
    public void A_share_of_requests_is_chosen()
    {
        var taken = 0;
        var tracer = new Tracer(new TracingConfiguration("", 250_000), _ => taken++, TimeProvider.System, new Random(7));
        for (var i = 0; i < 4000; i++) { RequestSpans.Serve(tracer, new RequestScope(new Microsoft.AspNetCore.Http.DefaultHttpContext(), RequestInfoReader.Read("GET", "/version", new Microsoft.AspNetCore.Http.QueryCollection()))).Dispose(); }
        Assert.InRange(taken, 900, 1100);
    }

    [Theory]
    [InlineData("samplingRatePerMillion: -1", "samplingRatePerMillion: Invalid value: -1: sampling rate must be positive")]
    [InlineData("samplingRatePerMillion: 1000001", "sampling rate per million must be less than or equal to one million")]
    [InlineData("endpoint: \"http://x:1/y\"", "endpoint: Invalid value")]
    [InlineData("rate: 1", "rate: Forbidden: unknown field")]
    public void A_configuration_that_does_not_hold_is_told(string line, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => TracingConfigurationFile.Read("apiVersion: apiserver.config.k8s.io/v1beta1\nkind: TracingConfiguration\n" + line)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_configuration_has_upstreams_defaults() =>
        Assert.Equal(new TracingConfiguration("localhost:4317", 0), TracingConfigurationFile.Read("apiVersion: apiserver.config.k8s.io/v1\nkind: TracingConfiguration\n"));
}
