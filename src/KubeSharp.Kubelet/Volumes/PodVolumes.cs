using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Serving;
using KubeSharp.Machinery.Quantities;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>Sets up and takes away the volumes of pods.</summary>
public sealed class PodVolumes(PodPaths paths, PersistentVolumes persistent, NetworkShares shares, ImageVolumes images, TimeProvider time, ILogger logger)
{
    private const UnixFileMode OpenFolder = (UnixFileMode)0x1FF; // 0777: any user of the pod may write

    /// <summary>What is counted.</summary>
    public AgentCounts Counts { get; init; } = new();

    /// <summary>Sets up every volume of the pod; can be repeated, and then brings changed objects into the files. Returns the path of each.</summary>
    /// <exception cref="VolumeException">One cannot be set up now.</exception>
    public async Task<ImmutableDictionary<string, string>> SetUpAsync(Pod pod, PodObjects objects, NodeFacts node, IReadOnlyList<string> podAddresses, CancellationToken cancellation)
    {
        var ready = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec.Volumes)
        {
            var (began, path) = (time.GetTimestamp(), "");
            try { ready[volume.Name] = path = await SetUpAsync(pod, volume, objects, node, podAddresses, cancellation); }
            catch (Exception e) when (e is VolumeException or IOException or UnauthorizedAccessException)
            {
                throw new VolumeException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {e.Message}", e);
            }
            finally { Counts.Storage.Observe(time.GetElapsedTime(began), "false", "volume_mount", path.Length > 0 ? "success" : "fail-unknown", VolumePlugins.NameOf(volume, path)); }
        }
        return ready.ToImmutable();
    }

    /// <summary>Takes the pod's volumes and folder away, mounts first. Can be repeated.</summary>
    public async Task TearDownAsync(string uid, CancellationToken cancellation)
    {
        var folder = paths.Pod(uid);
        await persistent.TearDownAsync(uid, cancellation);
        await images.TearDownAsync(Path.Combine(folder, "volumes", "kubernetes.io~image"), cancellation);
        foreach (var mount in MountsBelow(folder)) { LinuxFiles.Unmount(mount); }
        await shares.ReleaseAsync(uid, cancellation);
        if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>When the pod's volumes are to be looked at again; null: never.</summary>
    public DateTimeOffset? RenewAt(string uid) => persistent.RenewAt(uid);

    /// <summary>Uids of the pods that have a folder.</summary>
    public IEnumerable<string> Known() => Directory.Exists(paths.Pods) ? Directory.EnumerateDirectories(paths.Pods).Select(static p => Path.GetFileName(p)) : [];

    private async Task<string> SetUpAsync(Pod pod, Volume volume, PodObjects objects, NodeFacts node, IReadOnlyList<string> podAddresses, CancellationToken cancellation)
    {
        var (uid, group) = (pod.Metadata.Uid ?? "", pod.Spec.SecurityContext?.FsGroup);
        if (volume.HostPath is { } hostPath) { return HostPaths.Ensure(hostPath); }
        if (volume.EmptyDir is { } empty) { return EmptyDir(paths.Volume(uid, "empty-dir", volume.Name), empty, group); }
        if (volume.PersistentVolumeClaim is { } claim) { return await persistent.SetUpAsync(pod, claim.ClaimName, isOwn: false, claim.ReadOnly == true, cancellation); }
        if (volume.Ephemeral is not null) { return await persistent.SetUpAsync(pod, $"{pod.Metadata.Name}-{volume.Name}", isOwn: true, readOnly: false, cancellation); }
        if (volume.Csi is { } csi) { return await persistent.SetUpAsync(pod, volume.Name, csi, cancellation); }
        if (volume.Nfs is { } nfs) { return await shares.MountAsync(paths.Volume(uid, "nfs", volume.Name), nfs, [], cancellation); }
        if (volume.Iscsi is { } iscsi) { return await shares.Disks.MountAsync(uid, paths.Volume(uid, "iscsi", volume.Name), IscsiTarget.Of(iscsi, pod.Metadata.Namespace ?? "", volume.Name), [], pod.Spec.SecurityContext, cancellation); }
        if (volume.Image is { } image) { return await images.SetUpAsync(pod, image, paths.Volume(uid, "image", volume.Name), objects, cancellation); }
        if (!VolumeContents.IsFromObjects(volume)) { throw new VolumeException("no volume plug-in of this node handles it"); }
        var path = paths.Volume(uid, VolumeContents.PluginOf(volume), volume.Name);
        if (volume.ConfigMap is null && volume.DownwardAPI is null) { KeepInMemory(path); }
        AtomicWriter.Write(path, VolumeContents.Of(pod, volume, objects, node, podAddresses), group, time.GetUtcNow());
        return path;
    }

    private static string EmptyDir(string path, EmptyDirVolumeSource source, long? group)
    {
        var isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        if (source.Medium == "Memory" && !IsMounted(path))
        {
            LinuxFiles.MountMemory(path, source.SizeLimit is { } limit && limit.Sign > 0 ? $"size={limit.Value}" : "");
            isNew = true;
        }
        else if (source.Medium?.StartsWith("HugePages", StringComparison.Ordinal) == true && !IsMounted(path))
        {
            // Only one size may be asked for by a pod that does not name it: the kernel's default page is meant.
            var size = source.Medium.Length > "HugePages-".Length && Quantity.TryParse(source.Medium["HugePages-".Length..], out var page) ? $"pagesize={page.Value}" : "";
            LinuxFiles.MountHugePages(path, size);
            isNew = true;
        }
        if (!isNew) { return path; }
        // With a group the folder is the group's, and so is what is made in it (the set-group-id bit).
        File.SetUnixFileMode(path, group is null ? OpenFolder : OpenFolder | UnixFileMode.SetGroup);
        if (group is { } owner) { LinuxFiles.ChangeOwner(path, -1, owner); }
        return path;
    }

    // Secrets never touch the disk where mounts are allowed.
    private void KeepInMemory(string path)
    {
        if (Directory.Exists(path)) { return; }
        Directory.CreateDirectory(path);
        try { LinuxFiles.MountMemory(path, "size=8m"); }
        catch (IOException e) { logger.LogWarning("the secret volume {Path} is kept on disk: {Cause}", path, e.Message); }
    }

    internal static bool IsMounted(string path) => MountsBelow(path).Contains(path);

    // Deepest first, so that each can be taken away.
    internal static IReadOnlyList<string> MountsBelow(string folder) =>
        [.. File.ReadLines("/proc/self/mountinfo")
            .Select(static line => line.Split(' ') is { Length: > 4 } fields ? fields[4].Replace("\\040", " ", StringComparison.Ordinal) : "")
            .Where(point => point == folder || point.StartsWith(folder + "/", StringComparison.Ordinal))
            .OrderByDescending(static point => point.Length)];
}
