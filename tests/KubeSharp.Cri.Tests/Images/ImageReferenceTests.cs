using KubeSharp.Cri.Images;

namespace KubeSharp.Cri.Tests.Images;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("web", "docker.io/library/web:latest")]
    [InlineData("web:1", "docker.io/library/web:1")]
    [InlineData("team/web:1", "docker.io/team/web:1")]
    [InlineData("kubesharp.local/pause:1", "kubesharp.local/pause:1")]
    [InlineData("localhost/web", "localhost/web:latest")]
    [InlineData("localhost:5000/a/b_c:v1.2", "localhost:5000/a/b_c:v1.2")]
    public void A_short_name_stands_for_the_full_one_that_the_runtime_knows(string written, string full)
    {
        Assert.Equal(full, ImageReference.Normalize(written));
        Assert.Equal(full, ImageReference.Normalize(full));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Web")]
    [InlineData("web:")]
    [InlineData("a//b")]
    [InlineData("-web")]
    [InlineData("web@sha256:short")]
    public void What_is_no_image_name_is_refused(string written)
    {
        Assert.Throws<FormatException>(() => ImageReference.Normalize(written));
    }
}
