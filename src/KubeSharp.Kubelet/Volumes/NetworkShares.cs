using KubeSharp.Api.Core.V1;
using KubeSharp.Cri.Processes;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>File systems that other machines serve. They are mounted by the system's own mount(8), which knows the helpers of each kind. Source: Volumes, nfs.</summary>
public sealed class NetworkShares
{
    private const int MountMaxSeconds = 60;

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
