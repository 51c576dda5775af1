using System.Text;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Images;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class RegistryLoginsTests
{
    private static Secret Secret(string json) => new() { Metadata = new ObjectMeta { Name = "s", Namespace = "ns", Uid = "u" }, Type = "kubernetes.io/dockerconfigjson", Data = ApiMap.Of((".dockerconfigjson", ApiBytes.FromText(json))) };

    [Fact]
    public void The_most_exact_server_comes_first()
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes("u:p:q"));
        var found = RegistryLogins.OfSecrets("registry.example/team/app:1", [Secret($$$$"""{"auths":{"registry.example":{"username":"a","password":"b"},"https://registry.example/team":{"auth":"{{{{auth}}}}"},"other.example":{"username":"x","password":"y"}}}""")]);
        Assert.Equal(["u", "a"], found.Select(static l => l.Login.Username));
        Assert.Equal(("p:q", "ns/s/u"), (found[0].Login.Password, $"{found[0].Owner!.Namespace}/{found[0].Owner!.Name}/{found[0].Owner!.Uid}"));
        Assert.NotEqual(found[0].Owner!.Hash, found[1].Owner!.Hash);
    }

    [Fact]
    public void A_secret_that_makes_no_sense_is_no_login() => Assert.DoesNotContain(RegistryLogins.OfSecrets("nginx", [Secret("{"), Secret("[]"), Secret("""{"auths":{"docker.io":1}}""")]), static l => l.Login.Username.Length > 0);

    [Fact]
    public void The_nodes_own_logins_are_the_first_file_that_makes_sense_and_nobodys_in_particular()
    {
        var folder = Directory.CreateTempSubdirectory("logins").FullName;
        try
        {
            var (first, home) = (Directory.CreateDirectory(Path.Combine(folder, "first")).FullName, Directory.CreateDirectory(Path.Combine(folder, "home")).FullName);
            Assert.Empty(RegistryLogins.OfNode("registry.example/app", [first, home]));
            Directory.CreateDirectory(Path.Combine(home, ".docker"));
            File.WriteAllText(Path.Combine(home, ".docker", "config.json"), """{"auths":{"*.example":{"username":"no","password":"x"},"registry.example":{"username":"home","password":"x"}}}""");
            File.WriteAllText(Path.Combine(first, "config.json"), "{");
            var found = Assert.Single(RegistryLogins.OfNode("registry.example/app", [first, home]), static l => l.Login.Username == "home");
            Assert.Null(found.Owner);
            File.WriteAllText(Path.Combine(first, "config.json"), """{"auths":{"registry.example":{"username":"first","password":"x"}}}""");
            Assert.Equal("first", Assert.Single(RegistryLogins.OfNode("registry.example/app", [first, home])).Login.Username);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
