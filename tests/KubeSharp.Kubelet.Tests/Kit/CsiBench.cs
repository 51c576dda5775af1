using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Csi;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Machinery.Quantities;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Kubelet.Tests.Kit;

/// <summary>The agent's side of storage drivers on a folder of its own, with an API server in memory.</summary>
public sealed class CsiBench : ICsiObjects, ICsiNodeEntry, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public CsiBench()
    {
        Paths = new PodPaths(Folder, Path.Combine(Folder, "logs"));
        Drivers = new CsiDrivers(this, TimeProvider.System, static (_, _) => Task.CompletedTask);
        Volumes = new CsiVolumes("n1", Paths, Drivers, this, Clock, NullLogger.Instance);
        _watching = new PluginSockets(Path.Combine(Folder, "plugins_registry"), [Drivers], TimeProvider.System, NullLogger.Instance).RunAsync(_stop.Token);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("csi-").FullName;
    public TestClock Clock { get; } = new();
    public PodPaths Paths { get; }
    public CsiDrivers Drivers { get; }
    public CsiVolumes Volumes { get; }
    /// <summary>What the cluster knows of the driver.</summary>
    public CSIDriver? Driver { get; set; } = new() { Spec = new CSIDriverSpec { AttachRequired = false } };
    public Dictionary<string, VolumeAttachment> Attachments { get; } = [];
    public Dictionary<string, string> Secret { get; } = [];
    public List<string> Entries { get; } = [];
    public long GrownBytes { get; private set; }

    /// <summary>Waits until the agent has taken the driver on or refused it.</summary>
    public static async Task RegisteredAsync(CsiDriverHost driver)
    {
        for (var end = DateTime.UtcNow.AddSeconds(20); driver.Registered is null; await Task.Delay(20)) { Assert.True(DateTime.UtcNow < end, "the agent said nothing of the registration"); }
    }

    public static Pod Pod(string uid, long? group = null, string? policy = null) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = "pod-" + uid, Uid = uid },
        Spec = new PodSpec { ServiceAccountName = "builder", SecurityContext = new PodSecurityContext { FsGroup = group, FsGroupChangePolicy = policy } },
    };

    public static PersistentVolume Volume(string mode = "ReadWriteOnce", string fsType = "ext4", long bytes = 1 << 20) => new()
    {
        Metadata = new ObjectMeta { Name = "pv1" },
        Spec = new PersistentVolumeSpec
        {
            AccessModes = [mode],
            Capacity = ApiMap.Of(("storage", Quantity.FromValue(bytes))),
            MountOptions = ["noatime"],
            Csi = new CSIPersistentVolumeSource { Driver = "d.example", VolumeHandle = "v1", FsType = fsType, VolumeAttributes = ApiMap.Of(("tier", "fast")), NodePublishSecretRef = new SecretReference { Namespace = "ns", Name = "s" } },
        },
    };

    public Task<CSIDriver?> FindDriverAsync(string name, CancellationToken cancellation) => Task.FromResult(Driver);

    public Task<VolumeAttachment?> FindAttachmentAsync(string name, CancellationToken cancellation) => Task.FromResult(Attachments.GetValueOrDefault(name));

    public Task<IReadOnlyDictionary<string, string>> SecretAsync(SecretReference secret, CancellationToken cancellation) => Task.FromResult<IReadOnlyDictionary<string, string>>(Secret);

    public Task<string> TokensAsync(Pod pod, ApiList<TokenRequest> requests, CancellationToken cancellation) => Task.FromResult(requests.Count == 0 ? "" : "{\"vault\":{}}");

    public Task ReportGrownAsync(PersistentVolumeClaim claim, long bytes, CancellationToken cancellation) { GrownBytes = bytes; return Task.CompletedTask; }

    public Task AddAsync(CsiDriver driver, CancellationToken cancellation) { Entries.Add($"{driver.Name}={driver.NodeId} {driver.VolumesMax} {string.Join(',', driver.Topology)}"); return Task.CompletedTask; }

    public Task RemoveAsync(string driver, CancellationToken cancellation) { Entries.RemoveAll(e => e.StartsWith(driver, StringComparison.Ordinal)); return Task.CompletedTask; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try { await _watching; }
        catch (OperationCanceledException) { }
        _stop.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
