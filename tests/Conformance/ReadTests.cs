using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage.Memory;

namespace KubeSharp.Conformance.Tests;

/// <summary>Reads by resource version, streamed lists, and the options that go together.</summary>
public sealed class ReadTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_list_is_of_exactly_the_version_asked_for_or_of_none_older()
    {
        var (_, a) = await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        var version = a.TextAt("metadata", "resourceVersion");
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"b"}}""");
        Assert.Equal(("a", version), await ListAsync($"?resourceVersion={version}&resourceVersionMatch=Exact"));
        Assert.Equal("a,b", (await ListAsync($"?resourceVersion={version}&resourceVersionMatch=NotOlderThan")).Names);
        Assert.Equal("a,b", (await ListAsync($"?resourceVersion={version}")).Names);
        Assert.Equal(("a", version), await ListAsync($"?resourceVersion={version}&limit=5"));
        Assert.Equal("a,b", (await ListAsync("?resourceVersion=0")).Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    public async Task A_version_from_the_future_is_told_to_come_again(string path)
    {
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"a"}}""");
        var (code, status) = await _server.SendAsync("GET", $"{Maps}{path}{(path.Contains('?') ? "&" : "?")}resourceVersion=999999999");
        Assert.Equal((504, "Timeout", "ResourceVersionTooLarge"), (code, status.TextAt("reason"), ((ArrayNode)status.At("details", "causes")!)[0].TextAt("reason")));
        Assert.StartsWith("Timeout: Too large resource version: 999999999, current: ", status.TextAt("message"), StringComparison.Ordinal);
        Assert.Equal(Node.Parse("1"), status.At("details", "retryAfterSeconds"));
    }

    [Theory]
    [InlineData("resourceVersionMatch=Exact", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided")]
    [InlineData("resourceVersionMatch=Exact&resourceVersion=0", "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")]
    [InlineData("resourceVersionMatch=Some&resourceVersion=1", "resourceVersionMatch: Unsupported value: \"Some\": supported values: \"Exact\", \"NotOlderThan\", \"\"")]
    [InlineData("sendInitialEvents=true", "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list")]
    [InlineData("watch=true&resourceVersionMatch=NotOlderThan", "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")]
    [InlineData("watch=true&sendInitialEvents=true", "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    public async Task Options_that_do_not_go_together_are_invalid(string query, string message)
    {
        var (code, status) = await _server.SendAsync("GET", $"{Maps}?{query}");
        Assert.Equal((422, "ListOptions.meta.k8s.io \"\" is invalid: " + message), (code, status.TextAt("message")));
    }

    [Fact]
    public async Task A_streamed_list_ends_with_a_mark_and_goes_on_as_a_watch()
    {
        foreach (var name in new[] { "a", "b" }) { await _server.SendAsync("POST", Maps, "{\"metadata\":{\"name\":\"" + name + "\"}}"); }
        var watching = EventsAsync("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", 4);
        await _server.SendAsync("POST", Maps, """{"metadata":{"name":"c"}}""");
        var events = await watching;
        var mark = events.Single(static e => e.TextAt("type") == "BOOKMARK");
        Assert.Equal(("true", "ConfigMap"), (mark.TextAt("object", "metadata", "annotations", "k8s.io/initial-events-end"), mark.TextAt("object", "kind")));
        Assert.Equal(["ADDED a", "ADDED b", "ADDED c"], events.Where(static e => e.TextAt("type") == "ADDED").Select(static e => $"{e.TextAt("type")} {e.TextAt("object", "metadata", "name")}"));
    }

    [Fact]
    public async Task A_watch_from_a_version_no_longer_kept_says_so_in_an_event()
    {
        // A server keeps no change from before its start.
        await using var store = new MemoryStore(TimeProvider.System);
        await using (await TestServer.StartAsync(store: store)) { }
        await using var second = await TestServer.StartAsync(store: store);
        var events = await EventsAsync("&resourceVersion=1", 1, second);
        Assert.Equal(("ERROR", "Expired", Node.Parse("410")), (events[0].TextAt("type"), events[0].TextAt("object", "reason"), events[0].At("object", "code")));
        Assert.StartsWith("too old resource version: 1 (", events[0].TextAt("object", "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_that_a_kind_does_not_select_by_is_refused()
    {
        var (code, status) = await _server.SendAsync("GET", "/api/v1/pods?fieldSelector=spec.nonsense%3Dx");
        Assert.Equal((400, "field label not supported: spec.nonsense"), (code, status.TextAt("message")!.Split(": ", 2)[1]));
    }

    private async Task<(string Names, string? Version)> ListAsync(string query)
    {
        var (code, list) = await _server.SendAsync("GET", Maps + query);
        Assert.Equal(200, code);
        return (string.Join(',', ((ArrayNode)list["items"]!).Select(static i => i.TextAt("metadata", "name"))), list.TextAt("metadata", "resourceVersion"));
    }

    private async Task<List<Node>> EventsAsync(string query, int count, TestServer? server = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var response = await (server ?? _server).Client.GetAsync($"{Maps}?watch=true&timeoutSeconds=20{query}", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var events = new List<Node>();
        while (events.Count < count && await reader.ReadLineAsync(patience.Token) is { } line) { events.Add(Node.Parse(line)); }
        return events;
    }
}
