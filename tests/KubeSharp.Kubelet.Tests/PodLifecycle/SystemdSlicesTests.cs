using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Tests.PodLifecycle;

/// <summary>The program is a script that notes how it was called: tests run where no systemd is.</summary>
public sealed class SystemdSlicesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("slices").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/kubepods", "/kubepods.slice")]
    [InlineData("/a/b-c/kubepods", "/a.slice/a-b_c.slice/a-b_c-kubepods.slice")]
    public void A_path_has_a_slice_that_bears_its_names(string path, string slice) => Assert.Equal(slice, CgroupNames.AsSlice(path));

    [Theory]
    [InlineData("/kubepods", "/kubepods/besteffort/pod1-2-3", "/kubepods/besteffort/pod1-2-3/abc /kubepods/besteffort/pod1-2-3/crio-abc")]
    [InlineData("/kubepods.slice", "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1_2_3.slice",
        "/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1_2_3.slice/cri-containerd-abc.scope /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1_2_3.slice/crio-abc.scope /kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod1_2_3.slice/docker-abc.scope")]
    public void A_pod_and_its_containers_are_below_its_class(string root, string group, string containers)
    {
        var pod = new Pod { Metadata = new ObjectMeta { Uid = "1-2-3" }, Spec = new PodSpec { Containers = [new Container { Name = "c" }] } };
        Assert.Equal(group, SandboxConfigs.CgroupParent(root, pod));
        Assert.Equal(containers, string.Join(' ', CgroupNames.OfContainer(group, "abc")));
    }

    [Fact]
    public void Systemd_is_told_what_a_slice_may_use()
    {
        var program = Path.Combine(_folder, "systemctl");
        File.WriteAllText(program, $"#!/bin/sh\necho \"$@\" >> {_folder}/calls\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var slices = new SystemdSlices(program);
        slices.Apply("/kubepods.slice/kubepods-pod1.slice", new ContainerResources { CpuShares = 1024, CpuQuotaMicroseconds = 150_500, CpuPeriodMicroseconds = 100_000, MemoryLimitBytes = 64 << 20, PidsLimit = 100 });
        slices.Apply("/kubepods.slice", new ContainerResources { CpuShares = 2, CpuPeriodMicroseconds = 100_000 });
        slices.Stop("/kubepods.slice/kubepods-pod1.slice");
        Assert.Equal([
            "start kubepods-pod1.slice", $"set-property --runtime kubepods-pod1.slice CPUWeight={PodCgroups.Weight(1024)} CPUQuota=151% MemoryMax=67108864 TasksMax=100",
            "start kubepods.slice", $"set-property --runtime kubepods.slice CPUWeight={PodCgroups.Weight(2)} CPUQuota= MemoryMax=infinity TasksMax=infinity",
            "stop kubepods-pod1.slice"], File.ReadAllLines(Path.Combine(_folder, "calls")));
        new SystemdSlices(Path.Combine(_folder, "not-there")).Stop("/kubepods.slice");
    }
}
