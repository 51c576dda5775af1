using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;
using KubeSharp.Storage.Memory;

namespace KubeSharp.ApiServer.Tests.Registry;

/// <summary>Events go by themselves an hour after they were last written.</summary>
public sealed class EventLifetimeTests
{
    private const string Events = "/api/v1/namespaces/default/events";

    [Theory]
    [InlineData(1, 404)]
    [InlineData(0, 200)]
    public async Task An_event_goes_after_its_time_unless_it_was_written_again_and_nothing_else_does(int hours, int expected)
    {
        var clock = new AheadClock();
        await using var server = await TestServer.StartAsync(o => o with { EventLifetime = TimeSpan.FromHours(hours) }, clock);
        foreach (var name in (string[])["old", "renewed"]) { Assert.Equal(201, (await server.SendAsync("POST", Events, $$$"""{"metadata":{"name":"{{{name}}}"},"involvedObject":{"namespace":"default"},"reason":"Seen"}""")).Code); }
        Assert.Equal(201, (await server.SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c"}}""")).Code);
        clock.Ahead = TimeSpan.FromMinutes(40);
        Assert.Equal(200, (await server.SendAsync("PATCH", Events + "/renewed", """{"count":2}""", "application/merge-patch+json")).Code);
        clock.Ahead = TimeSpan.FromMinutes(62);
        // Whoever watches is told like of any other deletion, and so are lists.
        await CustomResourceKit.UntilAsync(async () => (await server.SendAsync("GET", Events + "/old")).Code == expected, "the event to go or stay");
        Assert.Equal(200, (await server.SendAsync("GET", Events + "/renewed")).Code);
        Assert.Equal(expected == 200 ? 2 : 1, ((ArrayNode)(await server.SendAsync("GET", Events)).Body["items"]!).Count);
        Assert.Equal(200, (await server.SendAsync("GET", "/api/v1/namespaces/default/configmaps/c")).Code);
    }

    [Fact]
    public async Task Objects_written_within_a_minute_share_a_lease_and_a_thousand_at_most_do()
    {
        var clock = new AheadClock();
        var leases = new ObjectLeases(new MemoryStore(clock), TimeSpan.FromHours(1), clock);
        var first = await leases.TakeAsync(default);
        clock.Ahead = TimeSpan.FromSeconds(50);
        Assert.Equal(first, await leases.TakeAsync(default));
        clock.Ahead = TimeSpan.FromSeconds(70);
        var second = await leases.TakeAsync(default);
        Assert.NotEqual(first, second);
        for (var i = 1; i < 1000; i++) { Assert.Equal(second, await leases.TakeAsync(default)); }
        var third = await leases.TakeAsync(default);
        Assert.NotEqual(second, third);
        leases.Forget(second);
        Assert.Equal(third, await leases.TakeAsync(default));
        leases.Forget(third);
        Assert.NotEqual(third, await leases.TakeAsync(default));
    }
}
