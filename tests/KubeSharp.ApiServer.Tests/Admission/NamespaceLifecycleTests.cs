using KubeSharp.ApiServer.Tests.Kit;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Tests.Admission;

public sealed class NamespaceLifecycleTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_deleted_namespace_takes_nothing_new_and_stays_until_it_is_finalized()
    {
        var ns = await cluster.NamespaceAsync();
        var (code, ending) = await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}");
        Assert.Equal((200, "Terminating"), (code, ending.TextAt("status", "phase")));
        var (refusedCode, refused) = await cluster.Server.SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"}}""");
        Assert.Equal((403, $"configmaps \"a\" is forbidden: unable to create new content in namespace {ns} because it is being terminated"), (refusedCode, refused.TextAt("message")));
        Assert.Equal("NamespaceTerminating", ((ArrayNode)refused.At("details", "causes")!)[0].TextAt("reason"));
        var (_, there) = await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}");
        await cluster.Server.SendAsync("PUT", $"/api/v1/namespaces/{ns}/finalize", ((ObjectNode)there.With(["spec", "finalizers"], null)).ToString());
        Assert.Equal(404, (await cluster.Server.SendAsync("GET", $"/api/v1/namespaces/{ns}")).Code);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("kube-system")]
    [InlineData("kube-public")]
    public async Task The_systems_namespaces_stay(string ns)
    {
        var (code, refused) = await cluster.Server.SendAsync("DELETE", $"/api/v1/namespaces/{ns}");
        Assert.Equal((403, $"namespaces \"{ns}\" is forbidden: this namespace may not be deleted"), (code, refused.TextAt("message")));
    }

    [Fact]
    public async Task The_finalizer_of_a_namespace_cannot_be_taken_by_an_update()
    {
        var ns = await cluster.NamespaceAsync();
        var (_, changed) = await cluster.Server.SendAsync("PATCH", $"/api/v1/namespaces/{ns}", """{"spec":{"finalizers":[]}}""", "application/merge-patch+json");
        Assert.Equal("kubernetes", ((StringNode)((ArrayNode)changed.At("spec", "finalizers")!)[0]).Value);
    }
}
