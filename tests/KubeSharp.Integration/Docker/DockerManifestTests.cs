using KubeSharp.Integration.Tests.Containers;

namespace KubeSharp.Integration.Tests.Docker;

/// <summary>Pods of the same manifests in a Docker Engine: those whose outcome depends most on what the runtime is told.</summary>
[Collection(DockerCollection.Name)]
public sealed class DockerManifestTests(DockerCluster cluster) : ManifestTests(cluster)
{
    public static TheoryData<string, string> Pods() => PodsOf("security");

    [Theory]
    [MemberData(nameof(Pods))]
    public Task A_pod_becomes_what_its_manifest_expects(string file, string name) => BecomesAsync(file, name);
}
