using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;

namespace KubeSharp.Kubelet.Tests.PodLifecycle;

public sealed class UserMappingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mappings").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ranges_never_meet_though_their_length_changes()
    {
        var paths = new PodPaths(_folder, _folder);
        var few = new UserMappings(paths);
        Assert.Equal((65_536u, 65_536u), (few.Of("a").HostId, few.Of("a").Length));
        Assert.Equal(131_072u, few.Of("b").HostId);
        // Another life of the agent gives more: those who have some keep them.
        var many = new UserMappings(paths, 131_072);
        Assert.Equal((131_072u, 65_536u), (many.Of("b").HostId, many.Of("b").Length));
        Assert.Equal((262_144u, 131_072u), (many.Of("c").HostId, many.Of("c").Length));
        Assert.Equal(196_608u, few.Of("d").HostId);
    }
}
