using KubeSharp.Api.Protobuf;
using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Watches, chunks, tables, discovery, version, immutability: what sig-api-machinery asks of the server alone.</summary>
public sealed class ApiMachineryTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_server_tells_its_version()
    {
        var (_, version) = await _server.SendAsync("GET", "/version");
        Assert.Equal(("1", "36"), (version.TextAt("major"), version.TextAt("minor")));
    }

    [Fact]
    public async Task Each_group_prefers_one_of_its_versions_and_each_resource_is_found_in_it()
    {
        var (_, groups) = await _server.SendAsync("GET", "/apis");
        foreach (var group in (ArrayNode)groups["groups"]!)
        {
            var versions = ((ArrayNode)group.At("versions")!).Select(static v => v.TextAt("groupVersion")).ToArray();
            Assert.Contains(group.TextAt("preferredVersion", "groupVersion"), versions);
            Assert.Equal(group.TextAt("name"), (await _server.SendAsync("GET", $"/apis/{group.TextAt("name")}")).Body.TextAt("name"));
            foreach (var version in versions) { Assert.NotEmpty((ArrayNode)(await _server.SendAsync("GET", $"/apis/{version}")).Body["resources"]!); }
        }
    }

    [Fact]
    public async Task Discovery_is_aggregated_for_those_who_accept_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/apis");
        request.Headers.TryAddWithoutValidation("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");
        using var response = await _server.Client.SendAsync(request);
        Assert.Contains("as=APIGroupDiscoveryList", response.Content.Headers.ContentType!.ToString());
        var body = Node.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("APIGroupDiscoveryList", body.TextAt("kind"));
        Assert.Contains((ArrayNode)body.At("items")!, static g => g.TextAt("metadata", "name") == "apps");
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/apis")]
    [InlineData("/apis/apps")]
    [InlineData("/apis/storage.k8s.io/v1")]
    public async Task Discovery_travels_in_protobuf_as_in_json(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.kubernetes.protobuf,application/json");
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal("application/vnd.kubernetes.protobuf", response.Content.Headers.ContentType!.ToString());
        var (_, json) = await _server.SendAsync("GET", path);
        Assert.Equal(FieldOrder.Sorted(json.Remove("apiVersion")), FieldOrder.Sorted(ProtobufReader.Read(await response.Content.ReadAsByteArrayAsync()).Remove("apiVersion")));
    }

    [Theory]
    [InlineData("/api", "", "APIVersions")]
    [InlineData("/apis", "", "APIGroupList")]
    [InlineData("/api", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "APIGroupDiscoveryList")]
    [InlineData("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "APIGroupDiscoveryList")]
    // What is not known is passed over for what is.
    [InlineData("/apis", "application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,application/json", "APIGroupList")]
    public async Task Each_form_of_discovery_is_what_was_accepted(string path, string accept, string kind)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept.Length > 0) { request.Headers.TryAddWithoutValidation("Accept", accept); }
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal((200, kind), ((int)response.StatusCode, Node.Parse(await response.Content.ReadAsByteArrayAsync()).TextAt("kind")));
        Assert.Equal(kind == "APIGroupDiscoveryList", response.Content.Headers.ContentType!.ToString().Contains("v=v2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_watch_tells_additions_changes_and_deletions_in_order_and_can_be_begun_again_where_it_ended()
    {
        var (_, made) = await CreateAsync("a", "x");
        await PatchAsync("a", """{"data":{"k":"1"}}""");
        await _server.SendAsync("DELETE", Maps + "/a");
        Assert.Equal(["MODIFIED a", "DELETED a"], await EventsAsync($"resourceVersion={made.TextAt("metadata", "resourceVersion")}", 2));
        var (_, list) = await _server.SendAsync("GET", Maps);
        await CreateAsync("b", "x");
        Assert.Equal(["ADDED b"], await EventsAsync($"resourceVersion={list.TextAt("metadata", "resourceVersion")}", 1));
    }

    [Fact]
    public async Task What_leaves_a_selector_is_deleted_to_its_watcher_and_what_comes_back_is_added()
    {
        var (_, made) = await CreateAsync("a", "x");
        await PatchAsync("a", """{"metadata":{"labels":{"watch":"y"}}}""");
        await PatchAsync("a", """{"data":{"k":"1"}}""");
        await PatchAsync("a", """{"metadata":{"labels":{"watch":"x"}}}""");
        await _server.SendAsync("DELETE", Maps + "/a");
        Assert.Equal(["DELETED a", "ADDED a", "DELETED a"], await EventsAsync($"labelSelector=watch%3Dx&resourceVersion={made.TextAt("metadata", "resourceVersion")}", 3));
    }

    [Fact]
    public async Task Watches_at_the_same_time_see_the_same_order()
    {
        var (_, list) = await _server.SendAsync("GET", Maps);
        var watching = Enumerable.Range(0, 10).Select(_ => EventsAsync($"resourceVersion={list.TextAt("metadata", "resourceVersion")}", 30)).ToArray();
        for (var i = 0; i < 30; i++) { await CreateAsync($"c{i}", "x"); }
        var seen = await Task.WhenAll(watching);
        Assert.All(seen, s => Assert.Equal(seen[0], s));
    }

    [Fact]
    public async Task A_list_comes_in_chunks_of_one_revision_and_goes_on_after_that_was_compacted()
    {
        for (var i = 0; i < 40; i++) { await CreateAsync($"c{i:00}", "x"); }
        var (_, first) = await _server.SendAsync("GET", Maps + "?limit=17");
        Assert.Equal(17, ((ArrayNode)first["items"]!).Count);
        Assert.Equal(Node.Parse("23"), first.At("metadata", "remainingItemCount"));
        var (_, second) = await _server.SendAsync("GET", $"{Maps}?limit=17&continue={first.TextAt("metadata", "continue")}");
        Assert.Equal(first.TextAt("metadata", "resourceVersion"), second.TextAt("metadata", "resourceVersion"));
        await CreateAsync("d", "x");
        await _server.Server.Store.CompactAsync((await _server.Server.Store.GetStatusAsync(default)).Revision, default);
        var (code, gone) = await _server.SendAsync("GET", $"{Maps}?limit=17&continue={second.TextAt("metadata", "continue")}");
        Assert.Equal((410, "Expired"), (code, gone.TextAt("reason")));
        var (_, rest) = await _server.SendAsync("GET", $"{Maps}?limit=17&continue={gone.TextAt("metadata", "continue")}");
        Assert.Equal(["c34", "c35", "c36", "c37", "c38", "c39", "d"], ((ArrayNode)rest["items"]!).Select(static i => i.TextAt("metadata", "name")));
        Assert.NotEqual(first.TextAt("metadata", "resourceVersion"), rest.TextAt("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task A_form_that_a_kind_does_not_have_is_not_acceptable()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
        {
            Content = new StringContent("""{"spec":{"resourceAttributes":{"namespace":"default","verb":"get","resource":"pods"}}}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        using var response = await _server.Client.SendAsync(request);
        Assert.Equal(406, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("configmaps", """{"data":{"a":"b"}}""", """{"data":{"a":"c"}}""")]
    [InlineData("secrets", """{"stringData":{"a":"b"}}""", """{"stringData":{"a":"c"}}""")]
    public async Task What_is_immutable_is_not_changed_any_more(string resource, string body, string patch)
    {
        var collection = $"/api/v1/namespaces/default/{resource}";
        Assert.Equal(201, (await _server.SendAsync("POST", collection, Node.Parse(body).With(["metadata", "name"], "fixed").ToString())).Code);
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{collection}/fixed", patch, "application/merge-patch+json")).Code);
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{collection}/fixed", """{"immutable":true}""", "application/merge-patch+json")).Code);
        Assert.Equal(422, (await _server.SendAsync("PATCH", $"{collection}/fixed", patch.Replace("\"c\"", "\"d\"", StringComparison.Ordinal), "application/merge-patch+json")).Code);
        Assert.Equal(422, (await _server.SendAsync("PATCH", $"{collection}/fixed", """{"immutable":false}""", "application/merge-patch+json")).Code);
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{collection}/fixed", """{"metadata":{"labels":{"l":"v"}}}""", "application/merge-patch+json")).Code);
        Assert.Equal(200, (await _server.SendAsync("DELETE", $"{collection}/fixed")).Code);
    }

    private Task<(int Code, ObjectNode Body)> CreateAsync(string name, string label) =>
        _server.SendAsync("POST", Maps, ObjectNode.Of(("metadata", ObjectNode.Of(("name", name), ("labels", ObjectNode.Of(("watch", label)))))).ToString());

    private async Task PatchAsync(string name, string patch) => Assert.Equal(200, (await _server.SendAsync("PATCH", $"{Maps}/{name}", patch, "application/merge-patch+json")).Code);

    private async Task<string[]> EventsAsync(string query, int count)
    {
        using var ending = new CancellationTokenSource(_patience);
        using var watch = new StreamReader(await _server.Client.GetStreamAsync($"{Maps}?watch=true&{query}", ending.Token));
        var events = new List<string>();
        while (events.Count < count)
        {
            var change = Node.Parse(await watch.ReadLineAsync(ending.Token) ?? throw new EndOfStreamException($"the watch ended after {string.Join(", ", events)}"));
            events.Add($"{change.TextAt("type")} {change.TextAt("object", "metadata", "name")}");
        }
        return [.. events];
    }
}
