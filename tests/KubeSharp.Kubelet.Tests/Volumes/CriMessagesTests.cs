using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Tests.Volumes;

/// <summary>What a runtime is told.</summary>
public sealed class CriMessagesTests
{
    [Fact]
    public void An_image_that_the_runtime_mounts_bears_the_name_that_the_user_gave_it()
    {
        var mounts = CriMessages.Container(new ContainerConfig { Name = "c", ImageRef = "sha256:1", Mounts = [new ContainerMount("", "/data", true) { ImageRef = "registry.test/data:1", ImageSubPath = "sub" }] }).Mounts;
        var mount = Assert.Single(mounts);
        Assert.Equal(("registry.test/data:1", "registry.test/data:1", "sub", "/data"), (mount.Image.Image, mount.Image.UserSpecifiedImage, mount.ImageSubPath, mount.ContainerPath));
    }
}
