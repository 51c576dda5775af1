using KubeSharp.Bootstrap.Local;
using KubeSharp.Cri.Detection;

namespace KubeSharp.Bootstrap.Tests;

public sealed class FirstRuntimeTests
{
    [Theory]
    [InlineData("own", "")]
    [InlineData("containerd", "")]
    [InlineData("docker", "/var/run/docker.sock")]
    [InlineData("unix:///run/docker.sock", "/run/docker.sock")]
    [InlineData("unix:///somewhere/docker.sock", "/somewhere/docker.sock")]
    public void What_is_chosen_is_a_docker_engine_or_the_clusters_own_containerd(string chosen, string socket) => Assert.Equal(socket, FirstRuntime.DockerSocket(chosen));

    [Theory]
    [InlineData("podman", "unknown")]
    [InlineData("cri-o", "a local cluster runs on a containerd of its own or on a Docker Engine")]
    public void Others_are_refused_with_what_there_is(string chosen, string expected) => Assert.Contains(expected, Assert.Throws<LocalClusterException>(() => FirstRuntime.DockerSocket(chosen)).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_what_is_found_docker_is_taken_several_are_asked_about_and_where_there_is_none_the_cluster_has_its_own()
    {
        var (docker, crio) = (RuntimeDetection.KnownEndpoints[0], RuntimeDetection.KnownEndpoints[2]);
        Assert.Equal(docker.SocketPath, FirstRuntime.DockerSocket(RuntimeDetection.Decide([docker, RuntimeDetection.KnownEndpoints[1]]), FirstRuntime.Auto));
        Assert.Equal("", FirstRuntime.DockerSocket(RuntimeDetection.Decide([]), FirstRuntime.Auto));
        Assert.Equal("", FirstRuntime.DockerSocket(RuntimeDetection.Decide([crio]), FirstRuntime.Auto));
        Assert.Throws<LocalClusterException>(() => FirstRuntime.DockerSocket(RuntimeDetection.Decide([docker, crio]), FirstRuntime.Auto));
    }
}
