using KubeSharp.Api.Core.V1;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>File systems that other machines serve. They are mounted by the system's own mount(8), which knows the helpers of each kind. Source: Volumes, nfs.</summary>
/// <param name="disks">Disks of other machines; null: none can be had.</param>
public sealed class NetworkShares(IscsiDisks? disks = null)
{
    private const int MountMaxSeconds = 60;

    /// <summary>Disks that other machines serve.</summary>
    /// <exception cref="VolumeException">None can be had.</exception>
    public IscsiDisks Disks => disks ?? throw new VolumeException("iscsi disks are not supported by this agent");

    /// <summary>Lets go the disks that the pod used; its mounts are gone already. Can be repeated.</summary>
    /// <exception cref="IOException">One stays.</exception>
    public Task ReleaseAsync(string podUid, CancellationToken cancellation) => disks?.ReleaseAsync(podUid, cancellation) ?? Task.CompletedTask;

    /// <summary>Mounts the share at the folder; can be repeated. Returns the folder.</summary>
    /// <exception cref="VolumeException">It cannot be mounted now.</exception>
    public async Task<string> MountAsync(string folder, NFSVolumeSource source, IEnumerable<string> options, CancellationToken cancellation)
    {
        if (PodVolumes.IsMounted(folder)) { return folder; }
        Directory.CreateDirectory(folder);
        string[] wanted = [.. options, .. source.ReadOnly == true ? (string[])["ro"] : []];
        string[] words = ["-t", "nfs", .. wanted.Length > 0 ? (string[])["-o", string.Join(',', wanted)] : [], $"{source.Server}:{source.Path}", folder];
        try { await MachineCommand.RunAsync("mount", words, TimeSpan.FromSeconds(MountMaxSeconds), cancellation); }
        catch (CommandException e) { throw new VolumeException($"mount failed: {e.Message}", e); }
        return folder;
    }
}
