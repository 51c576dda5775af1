using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.FlowControl;

public sealed class FlowTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_hand_is_dealt_without_doubles_and_in_order_and_reaches_every_queue()
    {
        var seen = new HashSet<int>();
        Span<int> hand = stackalloc int[6];
        for (var i = 0; i < 2000; i++)
        {
            ShuffleSharding.Deal(ShuffleSharding.HashOf("schema", $"user-{i}"), 64, hand);
            for (var j = 1; j < hand.Length; j++) { Assert.True(hand[j] > hand[j - 1], "dealt twice"); }
            Assert.InRange(hand[0], 0, 63);
            Assert.InRange(hand[^1], 0, 63);
            seen.UnionWith(hand.ToArray());
        }
        Assert.Equal(64, seen.Count);
    }

    [Fact]
    public void Seats_go_by_shares_and_are_lent_to_those_who_need_them()
    {
        LevelSettings[] levels = [Level("busy", shares: 10, lendable: 0), Level("idle", shares: 30, lendable: 50)];
        var nominal = ConcurrencyShares.Nominal(levels, 40);
        Assert.Equal<int>([10, 30], nominal);
        var current = ConcurrencyShares.Current(levels, nominal, [100, 0]);
        Assert.Equal(15, current[1]);
        Assert.Equal(25, current[0]);
        Assert.Equal(40, ConcurrencyShares.Current(levels, nominal, [100, 100]).Sum());
    }

    [Theory]
    [InlineData("system:masters", "get", "/api/v1/pods", "exempt")]
    [InlineData("system:nodes", "update", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n", "system-node-high")]
    [InlineData("system:nodes", "get", "/api/v1/namespaces/a/pods/p", "system-nodes")]
    [InlineData("system:serviceaccounts", "get", "/api/v1/namespaces/a/pods/p", "service-accounts")]
    [InlineData("system:authenticated", "get", "/healthz", "probes")]
    [InlineData("system:authenticated", "get", "/api/v1/namespaces/a/pods/p", "global-default")]
    public async Task Requests_are_classified_as_upstream_does(string group, string verb, string path, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await TakenInAsync(server, "flowschemas.flowcontrol.apiserver.k8s.io", expected);
        await TakenInAsync(server, "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io", "workload-low");
        var method = verb == "update" ? "PUT" : "GET";
        var info = RequestInfoReader.Read(method, path, new Microsoft.AspNetCore.Http.QueryCollection());
        ImmutableArray<string> groups = group == "system:authenticated" ? [group] : [group, "system:authenticated"];
        var schema = server.Server.Objects.List("flowschemas.flowcontrol.apiserver.k8s.io").Select(FlowSchema.Read).OrderBy(static s => s.Precedence).First(s => s.Matches(new UserIdentity("someone", groups), info));
        Assert.Equal(expected, schema.Name);
    }

    [Fact]
    public async Task A_flood_of_one_user_waits_in_its_own_queues_while_another_user_is_served_next()
    {
        var level = new PriorityLevel(Level("l", 1, 0, queues: 16, hand: 2, length: 50), new FlowMetrics(), TimeProvider.System);
        level.Resize(1);
        var (first, _) = await level.EnterAsync(Of("flood"), 1, default);
        var flood = Enter(level, "flood", 40);
        // The flood has been served for a while before the other comes.
        for (var i = 0; i < 5; i++)
        {
            first!.Dispose();
            first = (await (await Task.WhenAny(flood.Where(static f => !f.IsCompleted || f.Result.Seat is not null)).WaitAsync(_patience))).Seat;
            flood = [.. flood.Where(f => !f.IsCompleted)];
        }
        var other = level.EnterAsync(Of("quiet"), 1, default).AsTask();
        first!.Dispose();
        var next = await Task.WhenAny(flood.Append(other)).WaitAsync(_patience);
        (await next).Seat!.Dispose();
        var later = await Task.WhenAny(other, Task.WhenAny(flood.Where(f => f != next))).WaitAsync(_patience);
        Assert.True(next == other || later == other, "the quiet user waited behind the flood");
    }

    [Fact]
    public async Task Requests_that_only_wait_have_all_seats_and_no_more()
    {
        const int seats = 49;
        var level = new PriorityLevel(Level("l", 1, 0, queues: 4, hand: 2, length: 50), new FlowMetrics(), TimeProvider.System);
        level.Resize(seats);
        var held = await Task.WhenAll(Enter(level, "f", seats)).WaitAsync(_patience);
        var next = level.EnterAsync(Of("f"), 1, default).AsTask();
        Assert.Equal((seats, seats, 1), level.State);
        held[0].Seat!.Dispose();
        Assert.NotNull((await next.WaitAsync(_patience)).Seat);
    }

    [Fact]
    public async Task A_full_queue_refuses_nobody_while_there_are_seats()
    {
        const int seats = 60;
        var level = new PriorityLevel(Level("l", 1, 0, queues: 1, hand: 1, length: 2), new FlowMetrics(), TimeProvider.System);
        level.Resize(seats);
        var held = await Task.WhenAll(Enter(level, "f", seats)).WaitAsync(_patience);
        Assert.All(held, static h => Assert.NotNull(h.Seat));
    }

    [Fact]
    public async Task A_full_queue_and_a_level_without_queues_refuse()
    {
        var queued = new PriorityLevel(Level("q", 1, 0, queues: 1, hand: 1, length: 1), new FlowMetrics(), TimeProvider.System);
        queued.Resize(1);
        using var held = (await queued.EnterAsync(Of("f"), 1, default)).Seat;
        using var ending = new CancellationTokenSource();
        var waiting = queued.EnterAsync(Of("f"), 1, ending.Token).AsTask();
        Assert.Equal((null, "queue-full"), await queued.EnterAsync(Of("f"), 1, default));
        Assert.Equal([(0, 0, false), (LevelDump.None, LevelDump.None, true)], queued.Dump().Requests.Select(static r => (r.Queue, r.Place, r.Started is not null)));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal((1, 1, 0), queued.State);

        var rejecting = new PriorityLevel(Level("r", 1, 0), new FlowMetrics(), TimeProvider.System);
        rejecting.Resize(1);
        using var one = (await rejecting.EnterAsync(Of("f"), 1, default)).Seat;
        Assert.Equal((null, "concurrency-limit"), await rejecting.EnterAsync(Of("f"), 1, default));
    }

    [Fact]
    public async Task An_overloaded_server_answers_429_with_Retry_After_and_names_schema_and_level()
    {
        var hold = new TaskCompletionSource();
        await using var webhook = await WebhookServer.StartAsync(async (_, review) =>
        {
            await hold.Task;
            return ObjectNode.Of(("kind", "AdmissionReview"), ("apiVersion", "admission.k8s.io/v1"), ("response", ObjectNode.Of(("uid", review.At("request", "uid")), ("allowed", true))));
        });
        await using var server = await TestServer.StartAsync(static o => o with { Authorizers = static _ => [new Everything()] });
        await server.SendAsync("POST", "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations", """{"metadata":{"name":"narrow"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":0,"borrowingLimitPercent":0,"limitResponse":{"type":"Reject"}}}}""");
        await server.SendAsync("POST", "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas", """{"metadata":{"name":"narrow"},"spec":{"matchingPrecedence":10,"priorityLevelConfiguration":{"name":"narrow"},"rules":[{"subjects":[{"kind":"User","user":{"name":"greedy"}}],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"],"namespaces":["*"]}]}]}}""");
        await server.SendAsync("POST", "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations", $$"""{"metadata":{"name":"slow"},"webhooks":[{"name":"slow.k8s.io","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"url":"{{webhook.Url}}","caBundle":"{{WebhookServer.CaBundle}}"},"rules":[{"operations":["CREATE"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]}]}""");
        await TakenInAsync(server, "validatingwebhookconfigurations.admissionregistration.k8s.io", "slow");
        var held = server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"a"}}""", user: "greedy");
        while (webhook.Calls.IsEmpty && !held.IsCompleted) { await Task.Delay(10); }
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/default/configmaps/a");
        request.Headers.Add("X-User", "greedy");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
        Assert.NotEmpty(response.Headers.GetValues("X-Kubernetes-PF-FlowSchema-UID").Single());
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default", user: "modest")).Code);
        var dump = await server.Client.GetStringAsync("/debug/api_priority_and_fairness/dump_priority_levels");
        Assert.Equal(["narrow", "0", "false", "false", "0", "1", "1", "1", "0", "0"], Cells(dump, "narrow").Single());
        // Who runs, and asks what; columns stand one below the other.
        var requests = await server.Client.GetStringAsync("/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1");
        var row = Cells(requests, "narrow").Single();
        Assert.Equal(["narrow", "narrow", "-1", "-1", ""], row[..5]);
        Assert.Equal(["1", "0", "0s"], row[6..9]);
        Assert.Equal(["greedy", "create", "/api/v1/namespaces/default/configmaps", "default", "", "v1", "configmaps", ""], row[10..]);
        Assert.Single(requests.TrimEnd().Split('\n').Select(static l => l.Length - l[(l.IndexOf(',', StringComparison.Ordinal) + 1)..].TrimStart().Length).Distinct());
        hold.SetResult();
        Assert.Equal(201, (await held.WaitAsync(_patience)).Code);
    }

    // The server's caches follow its store: what was written is there a moment later, and what was written before it.
    private static async Task TakenInAsync(TestServer server, string resource, string name)
    {
        using var limit = new CancellationTokenSource(_patience);
        while (server.Server.Objects.Get(resource, "", name) is null) { await Task.Delay(10, limit.Token); }
        await server.SendAsync("GET", "/api/v1/namespaces/default");
    }

    private static Task<(Seat? Seat, string Reason)>[] Enter(PriorityLevel level, string flow, int requests) => [.. Enumerable.Range(0, requests).Select(_ => level.EnterAsync(Of(flow), 1, default).AsTask())];

    // The cells of the lines of a dump that begin so.
    private static IEnumerable<string[]> Cells(string dump, string first) => dump.Split('\n').Select(static l => l.Split(',').Select(static c => c.Trim()).ToArray()).Where(c => c[0] == first);

    private static FlowRequest Of(string flow) => new("s", flow, "who", new() { Path = "/api/v1/pods", Verb = "list" });

    private static LevelSettings Level(string name, int shares, int lendable, int queues = 0, int hand = 1, int length = 0) => LevelSettings.Read((ObjectNode)Node.Parse(
        $$"""{"metadata":{"name":"{{name}}"},"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":{{shares}},"lendablePercent":{{lendable}},"limitResponse":{"type":"{{(queues > 0 ? "Queue" : "Reject")}}","queuing":{"queues":{{queues}},"handSize":{{hand}},"queueLengthLimit":{{length}} } } } } }"""));

    private sealed class Everything : IAuthorizer
    {
        public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation) => new(new AuthorizationDecision(AuthorizationVerdict.Allow));
    }
}
