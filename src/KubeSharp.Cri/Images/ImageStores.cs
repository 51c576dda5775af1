using KubeSharp.Cri.V1;

namespace KubeSharp.Cri.Images;

/// <summary>Which store of images there is beside the runtime interface.</summary>
public static class ImageStores
{
    /// <summary>That of the runtime at a socket, by the name it gives itself: containerd's; null: it has none that can be had. CRI-O pulls images and mounts them into containers itself.</summary>
    /// <exception cref="CriException">The runtime does not answer.</exception>
    public static async Task<IImageStore?> OfAsync(IContainerRuntime runtime, string socket, CancellationToken cancellation) =>
        (await runtime.VersionAsync(new VersionRequest { Version = "v1" }, cancellation).ConfigureAwait(false)).RuntimeName == "containerd" ? new ImageLoader(socket) : null;
}
