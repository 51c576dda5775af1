using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Kubelet.Csi;
using KubeSharp.Kubelet.Csi.V1;
using KubeSharp.Kubelet.Tests.Kit;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Quantities;
using Capability = KubeSharp.Kubelet.Csi.V1.NodeServiceCapability.Types.RPC.Types.Type;
using Mode = KubeSharp.Kubelet.Csi.V1.VolumeCapability.Types.AccessMode.Types.Mode;

namespace KubeSharp.Kubelet.Tests.Csi;

public sealed class CsiVolumesTests
{
    private const string Name = "d.example";

    [Fact]
    public async Task A_driver_is_taken_on_by_its_socket_and_let_go_with_it()
    {
        await using var bench = new CsiBench();
        await using (var driver = await StartAsync(bench))
        {
            Assert.True(driver.Registered!.PluginRegistered);
            Assert.Equal(["d.example=d.example-here 7 [topology.d.example/zone, z1]"], bench.Entries);
        }
        File.Delete(Path.Combine(bench.Folder, "plugins_registry", $"{Name}-reg.sock"));
        for (var end = DateTime.UtcNow.AddSeconds(20); bench.Entries.Count > 0; await Task.Delay(20)) { Assert.True(DateTime.UtcNow < end, "the driver is still known"); }
        Assert.Null(bench.Drivers.Find(Name));
    }

    [Fact]
    public async Task A_driver_of_another_version_is_told_why_it_is_refused()
    {
        await using var bench = new CsiBench();
        await using var driver = await CsiDriverHost.StartAsync(Name, bench.Folder, [], version: "0.3.0");
        await CsiBench.RegisteredAsync(driver);
        Assert.False(driver.Registered!.PluginRegistered);
        Assert.Contains("0.3.0", driver.Registered.Error);
    }

    [Fact]
    public async Task A_volume_is_staged_once_and_published_for_each_pod_and_taken_away_with_the_last()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench, Capability.StageUnstageVolume);
        var volume = CsiVolume.Of(CsiBench.Volume(), readOnly: false);
        var first = await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default);
        Assert.Equal(first, await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default));
        await bench.Volumes.SetUpAsync(CsiBench.Pod("b"), volume, null, default);
        Assert.Equal(Path.Combine(bench.Folder, "pods/a/volumes/kubernetes.io~csi/pv1/mount"), first);
        await bench.Volumes.TearDownAsync("a", default);
        await bench.Volumes.TearDownAsync("b", default);
        await bench.Volumes.TearDownAsync("b", default);
        Assert.Equal(["NodeStageVolume v1", "NodePublishVolume v1", "NodePublishVolume v1", "NodeUnpublishVolume v1", "NodeUnpublishVolume v1", "NodeUnstageVolume v1"], driver.Calls);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(bench.Folder, "pods/b/volumes/kubernetes.io~csi")));
        var staged = driver.Last<NodeStageVolumeRequest>();
        Assert.StartsWith(Path.Combine(bench.Folder, "plugins/kubernetes.io/csi", Name), staged.StagingTargetPath, StringComparison.Ordinal);
        Assert.Equal("fast", staged.VolumeContext["tier"]);
        Assert.Equal(("ext4", "noatime", Mode.SingleNodeWriter), (staged.VolumeCapability.Mount.FsType, Assert.Single(staged.VolumeCapability.Mount.MountFlags), staged.VolumeCapability.AccessMode.Mode));
    }

    [Fact]
    public async Task A_driver_is_told_what_it_asks_to_know()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench);
        bench.Secret["key"] = "hidden";
        bench.Driver = new() { Spec = new CSIDriverSpec { AttachRequired = false, PodInfoOnMount = true, TokenRequests = [new TokenRequest { Audience = "vault" }], RequiresRepublish = true } };
        var volume = CsiVolume.Of(CsiBench.Volume("ReadOnlyMany"), readOnly: true);
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default);
        var asked = driver.Last<NodePublishVolumeRequest>();
        Assert.Equal(("hidden", true, Mode.MultiNodeReaderOnly), (asked.Secrets["key"], asked.Readonly, asked.VolumeCapability.AccessMode.Mode));
        Assert.Equal(("pod-a", "ns", "a", "builder", "false", "{\"vault\":{}}"), (asked.VolumeContext["csi.storage.k8s.io/pod.name"], asked.VolumeContext["csi.storage.k8s.io/pod.namespace"], asked.VolumeContext["csi.storage.k8s.io/pod.uid"],
            asked.VolumeContext["csi.storage.k8s.io/serviceAccount.name"], asked.VolumeContext["csi.storage.k8s.io/ephemeral"], asked.VolumeContext["csi.storage.k8s.io/serviceAccount.tokens"]));
        Assert.Equal(bench.Clock.GetUtcNow().AddSeconds(60), bench.Volumes.RenewAt("a"));
        bench.Clock.Advance(TimeSpan.FromSeconds(61));
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default);
        Assert.Equal(2, driver.Calls.Count(static c => c == "NodePublishVolume v1"));
    }

    [Fact]
    public async Task A_volume_waits_until_it_is_attached()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench);
        bench.Driver = null;
        var volume = CsiVolume.Of(CsiBench.Volume(), readOnly: false);
        Assert.Contains("not attached to node n1", (await Assert.ThrowsAsync<VolumeException>(() => bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default))).Message);
        bench.Attachments[volume.AttachmentName("n1")] = new() { Status = new VolumeAttachmentStatus { AttachError = new VolumeError { Message = "no such disk" } } };
        Assert.Contains("no such disk", (await Assert.ThrowsAsync<VolumeException>(() => bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default))).Message);
        bench.Attachments[volume.AttachmentName("n1")] = new() { Status = new VolumeAttachmentStatus { Attached = true, AttachmentMetadata = ApiMap.Of(("device", "/dev/x")) } };
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default);
        Assert.Equal("/dev/x", driver.Last<NodePublishVolumeRequest>().PublishContext["device"]);
        Assert.Equal("kubernetes.io/csi/d.example^v1", Assert.Single(bench.Volumes.InUse));
        await bench.Volumes.TearDownAsync("a", default);
        Assert.Empty(bench.Volumes.InUse);
    }

    [Fact]
    public async Task A_volume_of_the_pods_own_needs_a_driver_that_offers_it()
    {
        await using var bench = new CsiBench();
        var source = new CSIVolumeSource { Driver = Name, VolumeAttributes = ApiMap.Of(("size", "1Mi")) };
        var pod = CsiBench.Pod("a");
        Assert.Contains("not found in the list of registered CSI drivers", (await Assert.ThrowsAsync<VolumeException>(() => bench.Volumes.SetUpAsync(pod, CsiVolume.Of(pod, "v", source), null, default))).Message);
        await using var driver = await StartAsync(bench, Capability.StageUnstageVolume);
        Assert.Contains("\"Ephemeral\" not supported by driver d.example", (await Assert.ThrowsAsync<VolumeException>(() => bench.Volumes.SetUpAsync(pod, CsiVolume.Of(pod, "v", source), null, default))).Message);
        bench.Driver = new() { Spec = new CSIDriverSpec { PodInfoOnMount = true, VolumeLifecycleModes = ["Ephemeral"] } };
        await bench.Volumes.SetUpAsync(pod, CsiVolume.Of(pod, "v", source), null, default);
        Assert.Equal("true", driver.Last<NodePublishVolumeRequest>().VolumeContext["csi.storage.k8s.io/ephemeral"]);
        await bench.Volumes.TearDownAsync("a", default);
        Assert.DoesNotContain(driver.Calls, static c => c.Contains("Stage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_volume_stays_known_until_its_driver_lets_it_go()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench);
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), CsiVolume.Of(CsiBench.Volume(), readOnly: false), null, default);
        driver.IsStuck = true;
        Assert.Contains("device is busy", (await Assert.ThrowsAsync<IOException>(() => bench.Volumes.TearDownAsync("a", default))).Message);
        driver.IsStuck = false;
        // What is on the node is known by its files: another life of the agent takes it away as well.
        await bench.Volumes.TearDownAsync("a", default);
        Assert.Equal(2, driver.Calls.Count(static c => c.StartsWith("NodeUnpublish", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null, "ReadWriteOnce", "ext4", true)]
    [InlineData(null, "ReadWriteMany", "ext4", false)]
    [InlineData(null, "ReadWriteOnce", "", false)]
    [InlineData("File", "ReadWriteMany", "", true)]
    [InlineData("None", "ReadWriteOnce", "ext4", false)]
    public async Task The_pods_group_gets_the_volume_where_the_drivers_policy_says_so(string? policy, string mode, string fsType, bool given)
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench);
        bench.Driver = new() { Spec = new CSIDriverSpec { AttachRequired = false, FsGroupPolicy = policy } };
        var file = Path.Combine(Directory.CreateDirectory(driver.DataOf("v1")).FullName, "old");
        await File.WriteAllTextAsync(file, "");
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a", 4242), CsiVolume.Of(CsiBench.Volume(mode, fsType), readOnly: false), null, default);
        Assert.Equal(given ? 4242 : 0, NativeStat.GroupOf(file));
    }

    [Fact]
    public async Task A_volume_that_was_made_larger_grows_on_the_node_and_its_claim_says_so()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench, Capability.ExpandVolume);
        var claim = new PersistentVolumeClaim { Status = new PersistentVolumeClaimStatus { Capacity = ApiMap.Of(("storage", Quantity.FromValue(1 << 20))) } };
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), CsiVolume.Of(CsiBench.Volume(), readOnly: false), claim, default);
        Assert.Equal(0, bench.GrownBytes);
        // Nothing but the time brings the pod's volumes up again.
        Assert.Equal(bench.Clock.GetUtcNow().AddSeconds(10), bench.Volumes.RenewAt("a"));
        await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), CsiVolume.Of(CsiBench.Volume(bytes: 2 << 20), readOnly: false), claim, default);
        Assert.Equal((2L << 20, 2L << 20), (driver.Last<NodeExpandVolumeRequest>().CapacityRange.RequiredBytes, bench.GrownBytes));
    }

    [Fact]
    public async Task A_driver_tells_how_full_a_volume_is()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench, Capability.GetVolumeStats);
        var path = await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), CsiVolume.Of(CsiBench.Volume(), readOnly: false), null, default);
        Assert.Equal(new VolumeUse(1000, 600, 400, 10, 6), await bench.Volumes.UseAsync(path, default));
        Assert.Null(await bench.Volumes.UseAsync("/elsewhere", default));
    }

    [Fact]
    public async Task A_device_is_published_as_a_file_of_its_own()
    {
        await using var bench = new CsiBench();
        await using var driver = await StartAsync(bench);
        var volume = CsiVolume.Of(CsiBench.Volume() with { Spec = CsiBench.Volume().Spec with { VolumeMode = "Block" } }, readOnly: false);
        var path = await bench.Volumes.SetUpAsync(CsiBench.Pod("a"), volume, null, default);
        Assert.Equal(Path.Combine(bench.Folder, "plugins/kubernetes.io/csi/volumeDevices/publish/pv1/a"), path);
        Assert.NotNull(driver.Last<NodePublishVolumeRequest>().VolumeCapability.Block);
        await bench.Volumes.TearDownAsync("a", default);
        Assert.False(Path.Exists(path));
    }

    private static async Task<CsiDriverHost> StartAsync(CsiBench bench, params Capability[] capabilities)
    {
        var driver = await CsiDriverHost.StartAsync(Name, bench.Folder, capabilities);
        await CsiBench.RegisteredAsync(driver);
        return driver;
    }
}
