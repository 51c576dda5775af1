using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Images;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class RegistryLoginsTests
{
    private static Secret Secret(string json) => new() { Type = "kubernetes.io/dockerconfigjson", Data = ApiMap.Of((".dockerconfigjson", ApiBytes.FromText(json))) };

    [Fact]
    public void The_most_exact_server_comes_first()
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes("u:p:q"));
        var found = RegistryLogins.For("registry.example/team/app:1", [Secret($$$$"""{"auths":{"registry.example":{"username":"a","password":"b"},"https://registry.example/team":{"auth":"{{{{auth}}}}"},"other.example":{"username":"x","password":"y"}}}""")]);
        Assert.Equal(["u", "a"], found.Select(static l => l.Username));
        Assert.Equal("p:q", found[0].Password);
    }

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx")]
    [InlineData("team/app:1", "docker.io/team/app:1")]
    [InlineData("localhost/app", "localhost/app")]
    [InlineData("host:5000/app", "host:5000/app")]
    public void Names_without_a_registry_are_docker_hubs(string image, string name) => Assert.Equal(name, RegistryLogins.Qualified(image));

    [Fact]
    public void A_secret_that_makes_no_sense_is_no_login() => Assert.DoesNotContain(RegistryLogins.For("nginx", [Secret("{"), Secret("[]"), Secret("""{"auths":{"docker.io":1}}""")]), static l => l.Username.Length > 0);
}
