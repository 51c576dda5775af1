namespace KubeSharp.Integration.Tests.Containers;

/// <summary>The tests that share one cluster of running pods.</summary>
[CollectionDefinition(Name)]
public sealed class NodeCollection : ICollectionFixture<NodeCluster>
{
    public const string Name = "node";
}
