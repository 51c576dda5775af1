using System.Collections.Concurrent;
using KubeSharp.ApiServer.Proxying;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.ApiServer.Tests.Audit;

public sealed class AuditTests
{
    private const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: ["RequestReceived"]
        rules:
        - level: None
          nonResourceURLs: ["/healthz*", "/version"]
        - level: Metadata
          resources:
          - group: ""
            resources: ["secrets"]
        - level: RequestResponse
          verbs: ["create"]
          namespaces: ["default"]
          omitManagedFields: true
          resources:
          - group: ""
            resources: ["configmaps"]
        - level: Request
          userGroups: ["system:authenticated"]
        """;
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Requests_are_recorded_at_the_level_of_the_first_rule_that_matches()
    {
        var sink = new Events();
        await using var server = await TestServer.StartAsync(o => o with { Audit = _ => new RequestAudit(AuditPolicy.Read(Policy), [sink], TimeProvider.System) });
        await server.SendAsync("GET", "/version");
        await server.SendAsync("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"},"stringData":{"password":"hunter2"}}""");
        await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"},"data":{"a":"b"}}""");
        await server.SendAsync("PUT", "/api/v1/namespaces/default/configmaps/c", """{"metadata":{"name":"c"},"data":{"a":"c"}}""");
        await server.SendAsync("GET", "/api/v1/namespaces/default/configmaps/missing");
        var events = sink.All();
        var metrics = await server.Client.GetStringAsync("/metrics");
        Assert.Contains($"apiserver_audit_event_total {events.Count()}\n", metrics, StringComparison.Ordinal);
        Assert.Contains("apiserver_audit_level_total{level=\"Metadata\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(events, static e => e.TextAt("requestURI") == "/version");
        Assert.All(events, static e => Assert.Equal("ResponseComplete", e.TextAt("stage")));
        var secret = events.Single(static e => e.TextAt("objectRef", "resource") == "secrets");
        Assert.Equal("Metadata", secret.TextAt("level"));
        Assert.Null(secret.At("requestObject"));
        Assert.DoesNotContain("hunter2", string.Join('\n', events.Select(static e => e.ToString())), StringComparison.Ordinal);
        var made = events.Single(static e => e.TextAt("objectRef", "resource") == "configmaps" && e.TextAt("verb") == "create");
        Assert.Equal("b", made.TextAt("requestObject", "data", "a"));
        Assert.Equal("c", made.TextAt("responseObject", "metadata", "name"));
        Assert.Null(made.At("responseObject", "metadata", "managedFields"));
        Assert.Equal(("admin", "201"), (made.TextAt("user", "username"), made.At("responseStatus", "code")!.ToString()));
        var changed = events.Single(static e => e.TextAt("verb") == "update");
        Assert.Equal("c", changed.TextAt("requestObject", "data", "a"));
        Assert.Null(changed.At("responseObject"));
        Assert.Equal("404", events.Single(static e => e.TextAt("objectRef", "name") == "missing").At("responseStatus", "code")!.ToString());
    }

    [Fact]
    public async Task A_watch_is_recorded_when_it_begins()
    {
        var sink = new Events();
        await using var server = await TestServer.StartAsync(o => o with { Audit = _ => new RequestAudit(AuditPolicy.Read(Policy), [sink], TimeProvider.System) });
        using (await server.Client.GetStreamAsync("/api/v1/namespaces/default/configmaps?watch=true")) { Assert.Equal("ResponseStarted", Assert.Single(sink.All(), static e => e.TextAt("verb") == "watch").TextAt("stage")); }
    }

    [Fact]
    public async Task Patches_lists_and_requests_that_nobody_made_are_recorded_too()
    {
        const string policy = "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules: [{level: RequestResponse}]";
        var sink = new Events();
        await using (var server = await TestServer.StartAsync(o => o with { Audit = _ => new RequestAudit(AuditPolicy.Read(policy), [sink], TimeProvider.System) }))
        {
            await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"},"data":{"a":"b"}}""");
            await server.SendAsync("PATCH", "/api/v1/namespaces/default/configmaps/c", """[{"op":"replace","path":"/data/a","value":"x"}]""", "application/json-patch+json");
            await server.SendAsync("PATCH", "/api/v1/namespaces/default/configmaps/d?fieldManager=m", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata: {a: 'y'}", "application/apply-patch+yaml");
            await server.SendAsync("GET", "/api/v1/namespaces/default/configmaps");
            await server.SendAsync("GET", "/api/v1/namespaces/default/configmaps/missing");
        }
        var events = sink.All();
        Assert.Equal("x", ((ArrayNode)events.Single(static e => e.TextAt("objectRef", "name") == "c" && e.TextAt("verb") == "patch").At("requestObject")!)[0].TextAt("value"));
        Assert.Equal("y", events.Single(static e => e.TextAt("objectRef", "name") == "d").TextAt("requestObject", "data", "a"));
        Assert.Equal(2, ((ArrayNode)events.Single(static e => e.TextAt("verb") == "list" && e.TextAt("objectRef", "resource") == "configmaps").At("responseObject", "items")!).Count);
        var refused = new Events();
        await using (var closed = await TestServer.StartAsync(o => o with { Authenticators = [], Audit = _ => new RequestAudit(AuditPolicy.Read(policy), [refused], TimeProvider.System) }))
        {
            closed.Client.DefaultRequestHeaders.Authorization = new("Bearer", "nobody-knows-it");
            Assert.Equal(401, (await closed.SendAsync("GET", "/api/v1/namespaces/default/configmaps/missing")).Code);
        }
        var refusal = Assert.Single(refused.All());
        Assert.Equal(("ResponseStarted", "401", "Authentication failed, attempted: bearer"), (refusal.TextAt("stage"), refusal.At("responseStatus", "code")!.ToString(), refusal.TextAt("responseStatus", "message")));
        Assert.DoesNotContain("nobody-knows-it", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_is_too_large_loses_its_bodies_and_says_so()
    {
        var sink = new Events();
        new TruncatingSink(sink, 200).Take(ObjectNode.Of(("verb", "watch"), ("requestObject", new string('x', 300))).ToUtf8());
        Assert.Equal("""{"verb":"watch","annotations":{"audit.k8s.io/truncated":"true"}}""", Assert.Single(sink.All()).ToString());
        using var output = new MemoryStream();
        new AuditOutput(output).Take("{}"u8.ToArray());
        Assert.Equal("{}\n"u8.ToArray(), output.ToArray());
    }

    [Fact]
    public async Task A_full_log_is_turned_over_and_only_so_many_old_files_are_kept()
    {
        var folder = Directory.CreateTempSubdirectory("audit-");
        try
        {
            var path = Path.Combine(folder.FullName, "audit.log");
            // Each file gets a moment of its own.
            await using (var log = new AuditLog(new AuditLogOptions(path) { BytesMax = 100, FilesMax = 2 }, new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) }))
            {
                for (var i = 0; i < 20; i++) { log.Take(ObjectNode.Of(("number", i), ("text", new string('x', 40))).ToUtf8()); }
            }
            Assert.Equal(3, folder.GetFiles().Length);
            Assert.All(folder.GetFiles(), static f => Assert.InRange(f.Length, 1, 130));
            Assert.Contains("\"number\":19", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally { folder.Delete(recursive: true); }
    }

    [Fact]
    public async Task Events_reach_a_webhook_in_batches_and_none_is_lost_at_the_end()
    {
        await using var webhook = await WebhookServer.StartAsync(static (_, _) => Task.FromResult<ObjectNode?>(ObjectNode.Empty));
        using var client = new WebhookClient(static _ => throw new InvalidOperationException(), Egress.Direct);
        await using (var sink = new AuditWebhook(client, new AuditWebhookOptions(new WebhookEndpoint(new Uri(webhook.Url)) { Authorities = WebhookServer.CaPem }), TimeProvider.System))
        {
            for (var i = 0; i < 450; i++) { sink.Take(ObjectNode.Of(("number", i)).ToUtf8()); }
        }
        Assert.Equal([400, 50], webhook.Calls.Select(static c => ((ArrayNode)c.Body.At("items")!).Count));
        Assert.All(webhook.Calls, static c => Assert.Equal("EventList", c.Body.TextAt("kind")));
    }

    [Theory]
    [InlineData("kind: Policy\napiVersion: audit.k8s.io/v1\nrules: []")]
    [InlineData("kind: Policy\napiVersion: audit.k8s.io/v1beta1\nrules: [{level: None}]")]
    [InlineData("kind: Policy\napiVersion: audit.k8s.io/v1\nrules: [{level: All}]")]
    public void A_policy_that_is_none_is_refused(string text) => Assert.Throws<FormatException>(() => AuditPolicy.Read(text));

    private sealed class Events : IAuditSink
    {
        private readonly ConcurrentQueue<ObjectNode> _events = new();

        public ObjectNode[] All()
        {
            // The event is recorded after the answer is out.
            SpinWait.SpinUntil(() => _events.Count > 0 && _events.Last().TextAt("objectRef", "name") is "missing" || _events.Any(static e => e.TextAt("verb") == "watch"), _patience);
            return [.. _events];
        }

        public void Take(ReadOnlyMemory<byte> json) => _events.Enqueue((ObjectNode)Node.Parse(json.Span));

        public ValueTask DisposeAsync() => default;
    }
}
