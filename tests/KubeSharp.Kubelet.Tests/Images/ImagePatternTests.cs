using KubeSharp.Kubelet.Images;

namespace KubeSharp.Kubelet.Tests.Images;

public sealed class ImagePatternTests
{
    [Theory]
    [InlineData("registry.io", "registry.io/app", true)]
    [InlineData("registry.io/team", "registry.io/team/app", true)]
    [InlineData("registry.io/team", "registry.io/other/app", false)]
    [InlineData("*.registry.io", "eu.registry.io/app", true)]
    [InlineData("*.registry.io", "registry.io/app", false)]
    [InlineData("*.io", "eu.registry.io/app", false)]
    [InlineData("app*.registry.io", "app-1.registry.io/x", true)]
    [InlineData("*.*.registry.io", "a.b.registry.io/x", true)]
    [InlineData("registry.io:8080/path", "registry.io:8080/path/app", true)]
    [InlineData("registry.io", "registry.io:8080/app", false)]
    [InlineData("registry.io:8080", "registry.io/app", false)]
    [InlineData("[fd00::1]:5000", "[fd00::1]:5000/app", true)]
    public void A_part_of_a_host_may_be_any_ports_are_the_same_and_paths_begin_alike(string pattern, string image, bool matches) => Assert.Equal(matches, ImagePattern.Matches(pattern, image));
}
