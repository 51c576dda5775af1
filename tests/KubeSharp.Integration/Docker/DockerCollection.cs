namespace KubeSharp.Integration.Tests.Docker;

/// <summary>The tests that share one cluster in a Docker Engine.</summary>
[CollectionDefinition(Name)]
public sealed class DockerCollection : ICollectionFixture<DockerCluster>
{
    public const string Name = "docker";
}
