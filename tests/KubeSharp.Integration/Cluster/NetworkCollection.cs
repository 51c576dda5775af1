namespace KubeSharp.Integration.Tests.Cluster;

/// <summary>Tests that share the two nodes and their servers.</summary>
[CollectionDefinition(Name)]
public sealed class NetworkCollection : ICollectionFixture<NetworkFixture>
{
    /// <summary>The collection.</summary>
    public const string Name = "network";
}
