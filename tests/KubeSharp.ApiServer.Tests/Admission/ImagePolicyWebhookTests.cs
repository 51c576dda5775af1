using KubeSharp.ApiServer.Admission;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.ApiServer.Tests.Admission;

/// <summary>A webhook that says which images may run.</summary>
public sealed class ImagePolicyWebhookTests
{
    private static string Pod(string image, string annotations = "{}") => $$$"""{"metadata":{"name":"p","annotations":{{{annotations}}}},"spec":{"initContainers":[{"image":"init"}],"containers":[{"image":"{{{image}}}"}],"ephemeralContainers":[{"image":"debug"}]}}""";

    [Fact]
    public async Task Images_are_asked_about_once_and_refused_in_upstreams_words()
    {
        var time = new FakeTimeProvider();
        await using var server = await WebhookServer.StartAsync(static (_, body) => Task.FromResult<ObjectNode?>(body.Object("spec").Items("containers")[0].Text("image") switch
        {
            "good" => (ObjectNode)Node.Parse("""{"kind":"ImageReview","status":{"allowed":true,"auditAnnotations":{"seen":"yes"}}}"""),
            "bad" => (ObjectNode)Node.Parse("""{"status":{"allowed":false,"reason":"not scanned"}}"""),
            _ => (ObjectNode)Node.Parse("""{"status":{}}"""),
        }));
        using var client = new WebhookClient(static _ => throw new InvalidOperationException(), Egress.Direct);
        var settings = new ImagePolicySettings(new WebhookEndpoint(new Uri(server.Url)) { Authorities = WebhookServer.CaPem }) { AllowedKept = TimeSpan.FromMinutes(5), DeniedKept = TimeSpan.Zero, Backoff = TimeSpan.FromMilliseconds(1) };
        var plugin = new ImagePolicyWebhook(settings, client, time, new Random(1));
        var notes = new List<string>();
        Task<string> AskAsync(string pod, string resource = "pods") => Admitting.AskAsync(plugin, Admitting.Request(resource, pod, resource == "pods" ? null : pod) with { Annotate = (key, value) => notes.Add($"{key}={value}") });
        const string Told = """{"a.image-policy.k8s.io/b":"c","other":"d"}""";
        Assert.Equal([Pod("good", Told), Pod("good", Told)], [await AskAsync(Pod("good", Told)), await AskAsync(Pod("good", Told))]);
        Assert.Equal("""{"kind":"ImageReview","apiVersion":"imagepolicy.k8s.io/v1alpha1","metadata":{},"spec":{"containers":[{"image":"good"},{"image":"init"}],"annotations":{"a.image-policy.k8s.io/b":"c"},"namespace":"ns"},"status":{"allowed":false}}""", Assert.Single(server.Calls).Body.ToString());
        Assert.Equal(["imagepolicywebhook.image-policy.k8s.io/seen=yes", "imagepolicywebhook.image-policy.k8s.io/seen=yes"], notes);
        time.Advance(TimeSpan.FromMinutes(6));
        await AskAsync(Pod("good", Told));
        Assert.Equal(2, server.Calls.Count);
        for (var i = 0; i < 2; i++) { Assert.Equal("403 pods \"p\" is forbidden: image policy webhook backend denied one or more images: not scanned", await AskAsync(Pod("bad"))); }
        Assert.Equal(4, server.Calls.Count);
        Assert.Equal("403 pods \"p\" is forbidden: one or more images rejected by webhook backend", await AskAsync(Pod("good"), "pods/ephemeralcontainers"));
        Assert.Equal("""{"containers":[{"image":"debug"}],"namespace":"ns"}""", server.Calls.Last().Body.Object("spec").ToString());
        Assert.Equal("", await AskAsync(Pod("bad"), "pods/status"));
    }

    [Fact]
    public async Task Where_it_fails_it_is_asked_again_and_then_the_configuration_decides()
    {
        var failures = 3;
        await using var server = await WebhookServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = failures-- > 0 ? 500 : 403;
            return Task.FromResult<ObjectNode?>(null);
        });
        using var client = new WebhookClient(static _ => throw new InvalidOperationException(), Egress.Direct);
        var settings = new ImagePolicySettings(new WebhookEndpoint(new Uri(server.Url)) { Authorities = WebhookServer.CaPem }) { AllowedKept = TimeSpan.Zero, DeniedKept = TimeSpan.Zero, Backoff = TimeSpan.FromMilliseconds(1) };
        Assert.StartsWith($"403 pods \"p\" is forbidden: Post \"{server.Url}", await Admitting.AskAsync(new ImagePolicyWebhook(settings, client, TimeProvider.System, new Random(1)), Admitting.Request("pods", Pod("i"))), StringComparison.Ordinal);
        Assert.Equal(4, server.Calls.Count);
        var notes = new List<string>();
        var open = new ImagePolicyWebhook(settings with { IsDefaultAllowed = true }, client, TimeProvider.System, new Random(1));
        Assert.Equal(Pod("i"), await Admitting.AskAsync(open, Admitting.Request("pods", Pod("i")) with { Annotate = (key, value) => notes.Add($"{key}={value}") }));
        Assert.Equal(["imagepolicywebhook.image-policy.k8s.io/failed-open=true"], notes);
    }

    [Theory]
    [InlineData("{allowTTL: 1801}", "valid value is between 1s and 30m0s, got 1801s")]
    [InlineData("{denyTTL: -2}", "valid value is between 1s and 30m0s, got -2s")]
    [InlineData("{retryBackoff: 300001}", "valid value is between 1ns and 5m0s, got 300001ms")]
    public void Times_have_bounds(string policy, string wrong) =>
        Assert.Equal(wrong, Assert.Throws<FormatException>(() => AdmissionConfigurationFile.Read($"{{imagePolicy: {policy}}}", File.ReadAllText)).Message);

    [Fact]
    public void The_file_says_whom_to_ask_and_how_long_answers_hold()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{current-context: c, contexts: [{name: c, context: {cluster: w}}], clusters: [{name: w, cluster: {server: 'https://example.com/review'}}]}");
        try
        {
            var policy = AdmissionConfigurationFile.Read($"{{imagePolicy: {{kubeConfigFile: '{file}', allowTTL: 50, denyTTL: -1, defaultAllow: true}}}}", File.ReadAllText).ImagePolicy!;
            Assert.Equal(("https://example.com/review", 50.0, 0.0, 500.0, true), (policy.Endpoint.Address.ToString(), policy.AllowedKept.TotalSeconds, policy.DeniedKept.TotalSeconds, policy.Backoff.TotalMilliseconds, policy.IsDefaultAllowed));
        }
        finally { File.Delete(file); }
    }
}
