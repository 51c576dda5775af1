using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Kubelet.Volumes;

namespace KubeSharp.Kubelet.Tests.Volumes;

public sealed class VolumeMountsTests
{
    private static readonly Container _container = new() { Name = "c", VolumeDevices = [new VolumeDevice { Name = "disk", DevicePath = "/dev/data" }] };

    private static Pod Pod(bool readOnly) => PodBench.Pod() with
    {
        Spec = PodBench.Pod().Spec with { Volumes = [new Volume { Name = "disk", PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = "x", ReadOnly = readOnly } }] },
    };

    [Theory]
    [InlineData(false, "mrw")]
    [InlineData(true, "r")]
    public void A_volume_may_be_a_device_of_the_container(bool readOnly, string permissions)
    {
        var device = Assert.Single(VolumeMounts.Devices(Pod(readOnly), _container, new Dictionary<string, string> { ["disk"] = "/dev/sdz" }));
        Assert.Equal(("/dev/sdz", "/dev/data", permissions), (device.HostPath, device.ContainerPath, device.Permissions));
    }

    [Fact]
    public void A_device_that_is_missing_is_named() =>
        Assert.Contains("\"disk\"", Assert.Throws<ContainerConfigException>(() => VolumeMounts.Devices(Pod(false), _container, new Dictionary<string, string>())).Message);
}
