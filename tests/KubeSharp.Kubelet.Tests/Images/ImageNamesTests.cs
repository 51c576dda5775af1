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
}
