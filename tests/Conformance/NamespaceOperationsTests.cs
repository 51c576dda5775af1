using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Conformance.Tests;

/// <summary>Namespaces are patched, updated and finalized, and their status is written through its subresource.</summary>
public sealed class NamespaceOperationsTests : IAsyncLifetime
{
    private const string Merge = "application/merge-patch+json";
    private const string Path = "/api/v1/namespaces/ns";
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        Assert.Equal(201, (await _server.SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"name":"ns"}}""")).Code);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_namespace_is_patched()
    {
        var (code, patched) = await _server.SendAsync("PATCH", Path, """{"metadata":{"labels":{"testLabel":"testValue"}}}""", "application/strategic-merge-patch+json");
        Assert.Equal((200, "testValue", "ns"), (code, patched.TextAt("metadata", "labels", "testLabel"), patched.TextAt("metadata", "labels", "kubernetes.io/metadata.name")));
    }

    [Fact]
    public async Task A_namespace_is_updated()
    {
        var (_, read) = await _server.SendAsync("GET", Path);
        var (code, updated) = await _server.SendAsync("PUT", Path, read.With(["metadata", "labels", "updated"], "yes").ToString());
        Assert.Equal((200, "yes"), (code, updated.TextAt("metadata", "labels", "updated")));
    }

    [Fact]
    public async Task A_finalizer_is_added_and_removed_through_finalize()
    {
        var (_, read) = await _server.SendAsync("GET", Path);
        var more = read.With(["spec", "finalizers"], ArrayNode.Of("kubernetes", "e2e.example.com/fakeFinalizer"));
        var (code, added) = await _server.SendAsync("PUT", Path + "/finalize", more.ToString());
        Assert.True(code == 200, added.ToString());
        Assert.Equal("""["kubernetes","e2e.example.com/fakeFinalizer"]""", added.At("spec", "finalizers")!.ToString());
        var (_, plain) = await _server.SendAsync("PUT", Path, added.With(["spec", "finalizers"], null).ToString());
        Assert.True(plain.At("spec", "finalizers") is not null, plain.ToString());
        Assert.Equal(2, ((ArrayNode)plain.At("spec", "finalizers")!).Count);
        var (removed, back) = await _server.SendAsync("PUT", Path + "/finalize", plain.With(["spec", "finalizers"], ArrayNode.Of("kubernetes")).ToString());
        Assert.Equal((200, """["kubernetes"]"""), (removed, back.At("spec", "finalizers")!.ToString()));
    }

    [Fact]
    public async Task Its_status_is_patched_and_updated()
    {
        var (code, patched) = await _server.SendAsync("PATCH", Path + "/status",
            """{"metadata":{"annotations":{"e2e-patched":"yes"}},"status":{"conditions":[{"type":"StatusPatch","status":"True","reason":"E2E","message":"Patched by an e2e test"}]}}""", Merge);
        Assert.Equal((200, "yes", "StatusPatch"), (code, patched.TextAt("metadata", "annotations", "e2e-patched"), ((ArrayNode)patched.At("status", "conditions")!)[0].TextAt("type")));
        var condition = (ObjectNode)Node.Parse("""{"type":"StatusUpdate","status":"True","reason":"E2E","message":"Updated by an e2e test"}""");
        var (updated, now) = await _server.SendAsync("PUT", Path + "/status", patched.With(["status", "conditions"], ((ArrayNode)patched.At("status", "conditions")!).Add(condition)).ToString());
        Assert.Equal((200, 2), (updated, ((ArrayNode)now.At("status", "conditions")!).Count));
    }
}
