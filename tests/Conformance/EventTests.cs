using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>The life of events in both groups.</summary>
public sealed class EventTests : IAsyncLifetime
{
    private const string Core = "/api/v1/namespaces/default/events";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Named = "/apis/events.k8s.io/v1/namespaces/default/events";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_core_event_is_made_patched_read_updated_and_deleted()
    {
        var (made, _) = await _server.SendAsync("POST", Core, CoreEvent("event-test"));
        Assert.Equal(201, made);
        Assert.Equal("event-test", await NamesAsync("/api/v1/events?labelSelector=testevent-constant%3Dtrue"));
        var (patched, event1) = await _server.SendAsync("PATCH", Core + "/event-test", """{"message":"patched"}""", Strategic);
        Assert.Equal((200, "patched"), (patched, event1.TextAt("message")));
        var series = event1.With(["series"], Node.Parse("""{"count":100,"lastObservedTime":"2026-01-01T00:00:00.000000Z"}"""));
        var (updated, event2) = await _server.SendAsync("PUT", Core + "/event-test", series.ToString());
        Assert.Equal((200, Node.Parse("100")), (updated, event2.At("series", "count")));
        Assert.Equal("event-test", await NamesAsync(Core + "?fieldSelector=reason%3DTest,involvedObject.kind%3DPod,type%3DNormal"));
        Assert.Equal(200, (await _server.SendAsync("DELETE", Core + "/event-test")).Code);
        Assert.Equal("", await NamesAsync("/api/v1/events?labelSelector=testevent-constant%3Dtrue"));
    }

    [Fact]
    public async Task A_collection_of_core_events_is_deleted()
    {
        foreach (var name in new[] { "a", "b", "c" }) { await _server.SendAsync("POST", Core, CoreEvent(name)); }
        Assert.Equal("a,b,c", await NamesAsync(Core + "?labelSelector=testevent-constant%3Dtrue"));
        Assert.Equal(200, (await _server.SendAsync("DELETE", Core + "?labelSelector=testevent-constant%3Dtrue", """{"kind":"DeleteOptions","apiVersion":"v1"}""")).Code);
        Assert.Equal("", await NamesAsync(Core + "?labelSelector=testevent-constant%3Dtrue"));
    }

    [Fact]
    public async Task An_event_of_the_new_group_is_made_listed_patched_updated_and_deleted()
    {
        Assert.Equal(201, (await _server.SendAsync("POST", Named, NewEvent("event-test"))).Code);
        Assert.Equal("event-test", await NamesAsync("/apis/events.k8s.io/v1/events?labelSelector=testevent-set%3Dtrue"));
        Assert.Equal("event-test", await NamesAsync(Named + "?fieldSelector=reportingController%3Dtest-controller"));
        Assert.Equal("event-test", await NamesAsync(Core + "?fieldSelector=reportingComponent%3Dtest-controller"));
        Assert.Equal("event-test", await NamesAsync(Core + "?fieldSelector=source%3Dtest-controller"));
        var (patched, event1) = await _server.SendAsync("PATCH", Named + "/event-test", """{"series":{"count":2,"lastObservedTime":"2026-01-01T00:00:00.000001Z"}}""", Strategic);
        Assert.Equal((200, Node.Parse("2")), (patched, event1.At("series", "count")));
        var (updated, event2) = await _server.SendAsync("PUT", Named + "/event-test", event1.With(["series", "count"], 100).ToString());
        Assert.Equal((200, Node.Parse("100"), "Do"), (updated, event2.At("series", "count"), event2.TextAt("action")));
        Assert.Equal(200, (await _server.SendAsync("DELETE", Named + "/event-test")).Code);
        Assert.Equal("", await NamesAsync("/apis/events.k8s.io/v1/events?labelSelector=testevent-set%3Dtrue"));
    }

    [Fact]
    public async Task A_collection_of_events_of_the_new_group_is_deleted()
    {
        foreach (var name in new[] { "a", "b", "c" }) { await _server.SendAsync("POST", Named, NewEvent(name)); }
        Assert.Equal(200, (await _server.SendAsync("DELETE", Named + "?labelSelector=testevent-set%3Dtrue")).Code);
        Assert.Equal("", await NamesAsync(Named));
    }

    private async Task<string> NamesAsync(string path) =>
        string.Join(',', ((ArrayNode)(await _server.SendAsync("GET", path)).Body["items"]!).Select(static i => i.TextAt("metadata", "name")));

    private static string CoreEvent(string name) =>
        "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"testevent-constant\":\"true\"}},\"message\":\"m\",\"reason\":\"Test\",\"type\":\"Normal\",\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"p\",\"namespace\":\"default\"}}";

    private static string NewEvent(string name) =>
        "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"testevent-set\":\"true\"}},\"eventTime\":\"2026-01-02T03:04:05.000006Z\",\"reportingController\":\"test-controller\",\"reportingInstance\":\"i\","
        + "\"action\":\"Do\",\"reason\":\"Test\",\"type\":\"Normal\",\"note\":\"n\",\"regarding\":{\"kind\":\"Pod\",\"name\":\"p\",\"namespace\":\"default\"}}";
}
