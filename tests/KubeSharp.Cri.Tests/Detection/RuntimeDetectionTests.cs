using KubeSharp.Cri.Detection;

namespace KubeSharp.Cri.Tests.Detection;

public sealed class RuntimeDetectionTests
{
    private static readonly RuntimeEndpoint Docker = RuntimeDetection.KnownEndpoints.Single(e => e.Kind == RuntimeKind.Docker);
    private static readonly RuntimeEndpoint Containerd = RuntimeDetection.KnownEndpoints.Single(e => e.Kind == RuntimeKind.Containerd);
    private static readonly RuntimeEndpoint CriO = RuntimeDetection.KnownEndpoints.Single(e => e.Kind == RuntimeKind.CriO);

    [Fact]
    public void The_only_runtime_there_is_chosen()
    {
        Assert.All(RuntimeDetection.KnownEndpoints, endpoint => Assert.Equal(endpoint, RuntimeDetection.Decide([endpoint]).Endpoint));
    }

    [Fact]
    public void Docker_wins_over_the_containerd_it_brings_with_it()
    {
        Assert.Equal(Docker, RuntimeDetection.Decide([Docker, Containerd]).Endpoint);
        Assert.Equal(Docker, RuntimeDetection.Decide([Containerd, Docker]).Endpoint);
    }

    [Fact]
    public void Any_other_combination_names_what_was_found_and_the_flag()
    {
        foreach (RuntimeEndpoint[] found in new[] { new[] { Docker, CriO }, [Containerd, CriO], [Docker, Containerd, CriO] })
        {
            var choice = RuntimeDetection.Decide(found);
            Assert.Null(choice.Endpoint);
            Assert.All(found, endpoint => Assert.Contains(endpoint.SocketPath, choice.Problem));
            Assert.Contains("--runtime", choice.Problem);
            Assert.DoesNotContain('\n', choice.Problem!);
        }
    }

    [Fact]
    public void None_found_says_where_was_looked()
    {
        var choice = RuntimeDetection.Decide([]);
        Assert.Null(choice.Endpoint);
        Assert.All(RuntimeDetection.KnownEndpoints, endpoint => Assert.Contains(endpoint.SocketPath, choice.Problem));
    }

    [Theory]
    [InlineData("docker", RuntimeKind.Docker, "/var/run/docker.sock")]
    [InlineData("containerd", RuntimeKind.Containerd, "/run/containerd/containerd.sock")]
    [InlineData("cri-o", RuntimeKind.CriO, "/run/crio/crio.sock")]
    [InlineData("unix:///run/containerd/containerd.sock", RuntimeKind.Containerd, "/run/containerd/containerd.sock")]
    [InlineData("/var/run/crio/crio.sock", RuntimeKind.CriO, "/var/run/crio/crio.sock")]
    [InlineData("unix:///srv/own.sock", RuntimeKind.Other, "/srv/own.sock")]
    public void What_the_user_names_is_taken(string flag, RuntimeKind kind, string path)
    {
        Assert.Equal(new RuntimeEndpoint(kind, path), RuntimeDetection.Parse(flag).Endpoint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("podman")]
    [InlineData("tcp://localhost:2375")]
    [InlineData("run/containerd.sock")]
    public void What_is_neither_name_nor_socket_is_refused(string flag)
    {
        var choice = RuntimeDetection.Parse(flag);
        Assert.Null(choice.Endpoint);
        Assert.Contains("--runtime", choice.Problem);
    }
}
