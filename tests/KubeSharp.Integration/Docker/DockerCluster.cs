using KubeSharp.Integration.Tests.Containers;

namespace KubeSharp.Integration.Tests.Docker;

/// <summary>The same cluster of running pods as that of the node's tests, in a Docker Engine.</summary>
public sealed class DockerCluster : NodeCluster
{
    /// <summary>The engine.</summary>
    public DockerDaemon Docker { get; } = new();

    protected override (string Name, string Port) Place => ("itd", "7653");

    public override async Task InitializeAsync()
    {
        await Docker.StartAsync();
        await base.InitializeAsync();
    }

    protected override string[] Files => ["security"];

    protected override string[] StartFlags => ["--runtime", $"unix://{Docker.Socket}"];

    protected override async Task CheckGoneAsync()
    {
        try
        {
            Assert.Equal("[]", (await Docker.ContainersAsync()).Trim());
            Assert.DoesNotContain("kubesharp.local/pause", await Docker.GetAsync("/images/json"));
            Assert.Empty(Directory.EnumerateDirectories("/sys/fs/cgroup", $"kubesharp-{Place.Name}", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }));
        }
        finally { await Docker.DisposeAsync(); }
    }
}
