namespace KubeSharp.Integration.Tests.Containers;

/// <summary>The pods of the manifests on the cluster's own containerd.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeManifestTests(NodeCluster cluster) : ManifestTests(cluster)
{
    public static TheoryData<string, string> Pods() => PodsOf("security", "environment", "volumes", "lifecycle");

    [Theory]
    [MemberData(nameof(Pods))]
    public Task A_pod_becomes_what_its_manifest_expects(string file, string name) => BecomesAsync(file, name);
}
