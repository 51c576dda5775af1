using KubeSharp.ApiServer.Tests.Kit;

namespace KubeSharp.ApiServer.Tests.OpenApi;

/// <summary>What kubectl explain prints.</summary>
public sealed class DescriptionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Theory]
    [InlineData("/openapi/v2", "definitions")]
    [InlineData("/openapi/v3/api/v1", "components")]
    public async Task Documents_describe_kinds_and_their_fields(string path, string part)
    {
        var document = (await cluster.Server.SendAsync("GET", path)).Body;
        var pod = (part == "components" ? document.At("components", "schemas") : document[part])!.At("io.k8s.api.core.v1.Pod")!;
        Assert.StartsWith("Pod is a collection of containers", pod.TextAt("description"));
        Assert.StartsWith("Specification of the desired behavior of the pod", pod.TextAt("properties", "spec", "description"));
        Assert.StartsWith("APIVersion defines the versioned schema", pod.TextAt("properties", "apiVersion", "description"));
    }
}
