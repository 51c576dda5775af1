using KubeSharp.Kubelet.Images;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class ImageNamesTests
{
    [Theory]
    [InlineData("nginx")]
    [InlineData("localhost:5000/a/b:1")]
    [InlineData("REGISTRY.example.com/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("[fd00::1]:5000/a")]
    public void A_name_is_taken(string name) => Assert.True(ImageNames.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("UPPER")]
    [InlineData("a b")]
    [InlineData("Not/An:Image:")]
    [InlineData("a:")]
    public void What_is_no_name_is_not(string name) => Assert.False(ImageNames.IsValid(name));

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx")]
    [InlineData("team/app:1", "docker.io/team/app")]
    [InlineData("localhost/app", "localhost/app")]
    [InlineData("host:5000/app", "host:5000/app")]
    [InlineData("host:5000/app:2@sha256:0123", "host:5000/app")]
    public void Names_without_a_registry_are_docker_hubs_and_tags_are_none_of_it(string image, string name) => Assert.Equal(name, ImageNames.Repository(image));
}
