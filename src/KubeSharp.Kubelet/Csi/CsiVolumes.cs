using System.Collections.Concurrent;
using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Storage.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Plugins;
using KubeSharp.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Csi;

/// <summary>
/// Mounts and takes away volumes of storage drivers: attached (by the controllers), staged for the node, published for the pod, and back.
/// What is on the node is known by the files beside the mounts alone. Source: Kubernetes CSI, developing a driver; Volumes, CSI.
/// </summary>
public sealed class CsiVolumes(string nodeName, PodPaths paths, CsiDrivers drivers, ICsiObjects objects, TimeProvider time, ILogger logger)
{
    private const int RepublishSeconds = 60, GrowthLookSeconds = 10;
    private static readonly IReadOnlyDictionary<string, string> _nothing = ImmutableDictionary<string, string>.Empty;
    private readonly CsiPaths _paths = new(paths);
    // One call for a volume at a time: published for one pod, it must not be unstaged for another.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Uid, string Volume), Published> _published = new();
    // What this life of the agent has staged; the driver it was may begin anew, its mounts stay.
    private readonly ConcurrentDictionary<string, string> _staged = new(StringComparer.Ordinal);

    /// <summary>Attachable volumes that pods of the node use.</summary>
    public ImmutableArray<string> InUse => [.. _paths.AllFolders().Select(CsiVolumeFile.Read).OfType<CsiVolumeFile>().Where(static f => f.Attachment.Length > 0).Select(static f => CsiVolume.UniqueNameOf(f.Driver, f.Handle)).Distinct()];

    /// <summary>Mounts the volume for the pod; can be repeated. Returns the folder, or the file of the device.</summary>
    /// <exception cref="VolumeException">Its driver is not there or refuses, or it is not attached yet.</exception>
    public async Task<string> SetUpAsync(Pod pod, CsiVolume volume, PersistentVolumeClaim? claim, CancellationToken cancellation)
    {
        var uid = pod.Metadata.Uid ?? "";
        var target = _paths.Published(uid, volume);
        var known = _published.GetValueOrDefault((uid, volume.Name));
        if (known is not null && known.RenewAt > time.GetUtcNow())
        {
            _published[(uid, volume.Name)] = known = known with { LookAt = LookAt(volume, claim) };
            return await GrowAsync(pod, volume, claim, target, known, cancellation);
        }
        var driver = drivers.Find(volume.Driver) ?? throw new VolumeException($"driver name {volume.Driver} not found in the list of registered CSI drivers");
        var asked = (await objects.FindDriverAsync(volume.Driver, cancellation))?.Spec;
        if (volume.IsInline && asked?.VolumeLifecycleModes.Contains("Ephemeral") != true) { throw new VolumeException($"volume mode \"Ephemeral\" not supported by driver {volume.Driver}{(asked is null ? " (no CSIDriver object)" : "")}"); }
        var attachment = volume.IsInline || asked?.AttachRequired == false ? null : await AttachmentAsync(volume, cancellation);
        try
        {
            using (await TurnAsync(volume.UniqueName, cancellation))
            {
                var staged = await StageAsync(driver, volume, pod, attachment, cancellation);
                await PublishAsync(driver, asked, volume, pod, attachment, staged, target, cancellation);
            }
        }
        catch (PluginException e) { throw new VolumeException(e.Message, e); }
        if (known is null && pod.Spec.SecurityContext?.FsGroup is { } group && CsiRequests.TakesGroup(driver, volume, asked))
        {
            VolumeOwnership.Give(target, group, pod.Spec.SecurityContext.FsGroupChangePolicy, readOnly: false);
        }
        var published = new Published(asked?.RequiresRepublish == true ? time.GetUtcNow().AddSeconds(RepublishSeconds) : DateTimeOffset.MaxValue, known?.GrownBytes ?? 0, volume, target, LookAt(volume, claim));
        _published[(uid, volume.Name)] = published;
        return await GrowAsync(pod, volume, claim, target, published, cancellation);
    }

    /// <summary>When the pod's volumes are to be looked at again; null: never.</summary>
    public DateTimeOffset? RenewAt(string uid)
    {
        DateTimeOffset? first = null;
        foreach (var (key, known) in _published)
        {
            var at = known.LookAt < known.RenewAt ? known.LookAt : known.RenewAt;
            if (key.Uid == uid && at < (first ?? DateTimeOffset.MaxValue)) { first = at; }
        }
        return first;
    }

    /// <summary>How full the volume at a path is, as its driver tells; null: it is no driver's, or the driver does not tell.</summary>
    public async Task<VolumeUse?> UseAsync(string path, CancellationToken cancellation)
    {
        var known = _published.Values.FirstOrDefault(p => p.Target == path);
        if (known is null || drivers.Find(known.Volume.Driver) is not { } driver || !driver.Can(CsiCapability.Usage)) { return null; }
        try
        {
            var said = await driver.Service.GetUsageAsync(known.Volume.Handle, path, cancellation);
            var bytes = said.Usage.FirstOrDefault(static u => u.Unit == V1.VolumeUsage.Types.Unit.Bytes);
            var inodes = said.Usage.FirstOrDefault(static u => u.Unit == V1.VolumeUsage.Types.Unit.Inodes);
            return new VolumeUse(bytes?.Total ?? 0, bytes?.Available ?? 0, bytes?.Used ?? 0, inodes?.Total ?? 0, inodes?.Available ?? 0);
        }
        catch (PluginException e)
        {
            logger.LogDebug("how full volume {Volume} is: {Cause}", known.Volume.Name, e.Message);
            return null;
        }
    }

    /// <summary>Takes all volumes of drivers away from a pod, and from the node those that no other pod uses. Can be repeated.</summary>
    /// <exception cref="IOException">A driver is not there, or refuses.</exception>
    public async Task TearDownAsync(string uid, CancellationToken cancellation)
    {
        foreach (var folder in _paths.Folders(uid).ToList())
        {
            if (CsiVolumeFile.Read(folder) is not { } file) { continue; }
            var driver = drivers.Find(file.Driver) ?? throw new IOException($"volume {file.Name} cannot be unmounted: driver {file.Driver} is not registered");
            try
            {
                using (await TurnAsync(CsiVolume.UniqueNameOf(file.Driver, file.Handle), cancellation))
                {
                    await driver.Service.UnpublishAsync(file.Handle, file.Target, cancellation);
                    foreach (var mount in PodVolumes.MountsBelow(folder)) { LinuxFiles.Unmount(mount); }
                    Directory.Delete(folder, recursive: true);
                    _published.TryRemove((uid, file.Name), out _);
                    await UnstageAsync(driver, file, cancellation);
                }
            }
            catch (PluginException e) { throw new IOException(e.Message, e); }
        }
    }

    /// <summary>Takes volumes away that are mounted for the node and that no pod uses: an earlier life of the agent left them. For a driver that has just come.</summary>
    public async Task SweepAsync(string driverName, CancellationToken cancellation)
    {
        if (drivers.Find(driverName) is not { } driver || Path.GetDirectoryName(_paths.StageFolder(driverName, "")) is not { } parent || !Directory.Exists(parent)) { return; }
        foreach (var folder in Directory.EnumerateDirectories(parent).ToList())
        {
            if (CsiVolumeFile.Read(folder) is not { } file) { continue; }
            try
            {
                using (await TurnAsync(CsiVolume.UniqueNameOf(file.Driver, file.Handle), cancellation)) { await UnstageAsync(driver, file, cancellation); }
            }
            catch (PluginException e) { logger.LogWarning("the volume {Volume} stays on the node: {Cause}", file.Name, e.Message); }
        }
    }

    private async Task<VolumeAttachment> AttachmentAsync(CsiVolume volume, CancellationToken cancellation)
    {
        var name = volume.AttachmentName(nodeName);
        var found = await objects.FindAttachmentAsync(name, cancellation) ?? throw new VolumeException($"volume {volume.Handle} is not attached to node {nodeName}: there is no volumeattachment \"{name}\"");
        if (!found.Status.Attached) { throw new VolumeException(found.Status.AttachError?.Message is { Length: > 0 } cause ? $"volume {volume.Handle} could not be attached: {cause}" : $"volume {volume.Handle} is not attached to node {nodeName} yet"); }
        return found;
    }

    private async Task<string> StageAsync(CsiDriver driver, CsiVolume volume, Pod pod, VolumeAttachment? attachment, CancellationToken cancellation)
    {
        if (volume.IsInline || !driver.Can(CsiCapability.Stage)) { return ""; }
        if (_staged.TryGetValue(volume.UniqueName, out var there)) { return there; }
        var staged = _paths.Staged(volume);
        FileOf(volume, attachment, staged).Write(_paths.StageFolder(volume.Driver, volume.Handle));
        Directory.CreateDirectory(staged);
        var secrets = volume.StageSecret is { } reference ? await objects.SecretAsync(reference, cancellation) : _nothing;
        await driver.Service.StageAsync(CsiRequests.Stage(volume, CsiRequests.Capability(driver, volume, pod.Spec.SecurityContext?.FsGroup), staged, ContextOf(attachment), secrets), cancellation);
        _staged[volume.UniqueName] = staged;
        return staged;
    }

    private async Task PublishAsync(CsiDriver driver, CSIDriverSpec? asked, CsiVolume volume, Pod pod, VolumeAttachment? attachment, string staged, string target, CancellationToken cancellation)
    {
        FileOf(volume, attachment, target).Write(_paths.Folder(pod.Metadata.Uid ?? "", volume));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var secrets = volume.PublishSecret is { } reference ? await objects.SecretAsync(reference, cancellation) : _nothing;
        var tokens = asked is null ? "" : await objects.TokensAsync(pod, asked.TokenRequests, cancellation);
        var capability = CsiRequests.Capability(driver, volume, pod.Spec.SecurityContext?.FsGroup);
        await driver.Service.PublishAsync(CsiRequests.Publish(volume, capability, staged, target, ContextOf(attachment), secrets, pod, asked, tokens), cancellation);
    }

    // The turn of the volume is held.
    private async Task UnstageAsync(CsiDriver driver, CsiVolumeFile file, CancellationToken cancellation)
    {
        var folder = _paths.StageFolder(file.Driver, file.Handle);
        if (file.IsInline || !driver.Can(CsiCapability.Stage) || CsiVolumeFile.Read(folder) is not { } staged) { return; }
        if (_paths.AllFolders().Select(CsiVolumeFile.Read).Any(f => f is not null && f.Driver == file.Driver && f.Handle == file.Handle)) { return; }
        _staged.TryRemove(CsiVolume.UniqueNameOf(file.Driver, file.Handle), out _);
        await driver.Service.UnstageAsync(file.Handle, staged.Target, cancellation);
        foreach (var mount in PodVolumes.MountsBelow(staged.Target)) { LinuxFiles.Unmount(mount); }
        if (Directory.Exists(staged.Target)) { Directory.Delete(staged.Target, recursive: true); }
        Directory.Delete(folder, recursive: true);
    }

    // The controllers have made the volume larger: now its file system follows, once the pod's claim says less than the volume has.
    private async Task<string> GrowAsync(Pod pod, CsiVolume volume, PersistentVolumeClaim? claim, string target, Published known, CancellationToken cancellation)
    {
        var has = claim?.Status.Capacity.TryGetValue("storage", out var size) == true ? size.Value : 0;
        if (claim is null || has == 0 || volume.CapacityBytes <= Math.Max(has, known.GrownBytes) || drivers.Find(volume.Driver) is not { } driver || !driver.Can(CsiCapability.Expand)) { return target; }
        try
        {
            var request = new V1.NodeExpandVolumeRequest
            {
                VolumeId = volume.Handle,
                VolumePath = target,
                StagingTargetPath = driver.Can(CsiCapability.Stage) ? _paths.Staged(volume) : "",
                CapacityRange = new V1.CapacityRange { RequiredBytes = volume.CapacityBytes },
                VolumeCapability = CsiRequests.Capability(driver, volume, null),
            };
            foreach (var (name, value) in volume.ExpandSecret is { } reference ? await objects.SecretAsync(reference, cancellation) : _nothing) { request.Secrets[name] = value; }
            await driver.Service.ExpandAsync(request, cancellation);
            await objects.ReportGrownAsync(claim, volume.CapacityBytes, cancellation);
            _published[(pod.Metadata.Uid ?? "", volume.Name)] = known with { GrownBytes = volume.CapacityBytes };
        }
        // A volume that did not grow is still a volume.
        catch (PluginException e) { logger.LogWarning("volume {Volume} did not grow: {Cause}", volume.Name, e.Message); }
        return target;
    }

    // A volume may grow while its pod has no other reason to be looked at; a node may not watch claims, so it asks.
    private DateTimeOffset LookAt(CsiVolume volume, PersistentVolumeClaim? claim) => claim is not null && drivers.Find(volume.Driver)?.Can(CsiCapability.Expand) == true ? time.GetUtcNow().AddSeconds(GrowthLookSeconds) : DateTimeOffset.MaxValue;

    private CsiVolumeFile FileOf(CsiVolume volume, VolumeAttachment? attachment, string target) =>
        new(volume.Driver, volume.Handle, volume.Name, volume.IsInline, attachment is null ? "" : volume.AttachmentName(nodeName), target);

    private static IEnumerable<KeyValuePair<string, string>> Entries(VolumeAttachment attachment) => attachment.Status.AttachmentMetadata;

    private static IReadOnlyDictionary<string, string> ContextOf(VolumeAttachment? attachment) => attachment is null ? _nothing : Entries(attachment).ToImmutableDictionary(StringComparer.Ordinal);

    private async Task<IDisposable> TurnAsync(string volume, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(volume, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        return new Turn(turn);
    }

    private sealed record Published(DateTimeOffset RenewAt, long GrownBytes, CsiVolume Volume, string Target, DateTimeOffset LookAt);

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
