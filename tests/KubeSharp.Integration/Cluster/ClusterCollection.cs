namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>Tests that share one running cluster.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<LocalClusterFixture>
{
    public const string Name = "one cluster";
}
