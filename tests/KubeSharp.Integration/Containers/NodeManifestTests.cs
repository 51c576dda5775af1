namespace KubeSharp.Integration.Tests.Containers;

/// <summary>The pods of the manifests on the cluster's own containerd.</summary>
[Collection(NodeCollection.Name)]
public sealed class NodeManifestTests(NodeCluster cluster) : ManifestTests(cluster);
