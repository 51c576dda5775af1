using KubeSharp.Integration.Tests.Containers;

namespace KubeSharp.Integration.Tests.Docker;

/// <summary>The pods of the same manifests in a Docker Engine.</summary>
[Collection(DockerCollection.Name)]
public sealed class DockerManifestTests(DockerCluster cluster) : ManifestTests(cluster);
