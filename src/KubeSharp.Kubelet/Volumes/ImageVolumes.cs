using KubeSharp.Api.Core.V1;
using KubeSharp.Cri.Images;
using KubeSharp.Cri.Processes;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Images;

namespace KubeSharp.Kubelet.Volumes;

/// <summary>
/// Volumes that are images. Runtimes mount them themselves only since containerd 2.1; where the agent has the runtime's store it does it, so that
/// all versions behave alike. Source: Use an Image Volume With a Pod.
/// </summary>
/// <param name="pull">Brings images.</param>
/// <param name="store">Mounts them; null: the runtime does it itself.</param>
public sealed class ImageVolumes(PodImages pull, IImageStore? store)
{
    /// <summary>The folder of the image's files; empty where the runtime mounts it.</summary>
    /// <exception cref="VolumeException">The image cannot be had or mounted now.</exception>
    public async Task<string> SetUpAsync(Pod pod, ImageVolumeSource source, string folder, PodObjects objects, CancellationToken cancellation)
    {
        if (PodVolumes.IsMounted(folder)) { return folder; }
        try
        {
            var image = await pull.EnsureVolumeAsync(pod, source, objects, cancellation);
            if (store is null) { return ""; }
            Directory.CreateDirectory(folder);
            await store.MountAsync(image.Tags is [var tag, ..] ? tag : image.Digests is [var digest, ..] ? digest : image.Id, folder, cancellation);
            return folder;
        }
        catch (ImageException e) { throw new VolumeException($"{e.Reason}: {e.Message}", e); }
        catch (CommandException e) { throw new VolumeException(e.Message, e); }
    }

    /// <summary>Takes the mounts of a pod's image volumes away. Can be repeated.</summary>
    public async Task TearDownAsync(string folders, CancellationToken cancellation)
    {
        if (store is null || !Directory.Exists(folders)) { return; }
        foreach (var folder in Directory.EnumerateDirectories(folders))
        {
            try { await store.UnmountAsync(folder, cancellation); }
            catch (CommandException e) { throw new IOException($"unmount the image volume {folder}: {e.Message}", e); }
        }
    }
}
