using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Images;

/// <summary>Puts images into a containerd, where pods find them; they are marked as kept, so that no collection of garbage takes them.</summary>
public sealed class ImageLoader(string socket) : IImageStore
{
    private const string ContainerdNamespace = "k8s.io";
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(10);

    /// <summary>Imports a file in the OCI or Docker layout. Returns the images' names.</summary>
    /// <exception cref="CommandException">It cannot be imported.</exception>
    public async Task<IReadOnlyList<string>> LoadAsync(string file, CancellationToken cancellation)
    {
        var said = await RunAsync(cancellation, "images", "import", file).ConfigureAwait(false);
        // "unpacking NAME (sha256:…)...done", one a line.
        var names = said.Split('\n').Select(static l => l.Trim().Split(' ')).Where(static w => w is ["unpacking", _, ..]).Select(static w => w[1]).ToArray();
        foreach (var name in names) { await RunAsync(cancellation, "images", "label", name, "io.cri-containerd.pinned=pinned").ConfigureAwait(false); }
        return names;
    }

    /// <summary>The names of the images that are there.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        (await RunAsync(cancellation, "images", "list", "-q").ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(static n => !n.StartsWith("sha256:", StringComparison.Ordinal)).ToArray();

    /// <summary>Whether the image is there.</summary>
    public async Task<bool> HasAsync(string name, CancellationToken cancellation) => (await ListAsync(cancellation).ConfigureAwait(false)).Contains(ImageReference.Normalize(name));

    /// <summary>Writes an image that is there to a file.</summary>
    public Task SaveAsync(string name, string file, CancellationToken cancellation) => RunAsync(cancellation, "images", "export", file, ImageReference.Normalize(name));

    /// <summary>Makes an image's files visible, read-only, in a folder that is there and empty.</summary>
    /// <exception cref="CommandException">It is not there or cannot be mounted.</exception>
    public Task MountAsync(string name, string folder, CancellationToken cancellation) => RunAsync(cancellation, "images", "mount", ImageReference.Normalize(name), folder);

    /// <summary>Takes such a mount away, with what it needed. Can be repeated.</summary>
    public async Task UnmountAsync(string folder, CancellationToken cancellation)
    {
        try { await RunAsync(cancellation, "images", "unmount", "--rm", folder).ConfigureAwait(false); }
        catch (CommandException e) when (e.Message.Contains("not found", StringComparison.Ordinal) || e.Message.Contains("invalid argument", StringComparison.Ordinal)) { /* gone already */ }
    }

    private Task<string> RunAsync(CancellationToken cancellation, params string[] words) =>
        MachineCommand.RunAsync("ctr", ["--address", socket, "--namespace", ContainerdNamespace, .. words], _limit, cancellation);
}
