using KubeSharp.Cri.Processes;

namespace KubeSharp.Cri.Images;

/// <summary>The images of a runtime, beside what the runtime interface offers: from and to files, and their files made visible.</summary>
public interface IImageStore
{
    /// <summary>Imports a file in the OCI or Docker layout. Returns the images' names.</summary>
    /// <exception cref="CommandException">It cannot be imported.</exception>
    Task<IReadOnlyList<string>> LoadAsync(string file, CancellationToken cancellation);

    /// <summary>The names of the images that are there.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation);

    /// <summary>Whether the image is there.</summary>
    Task<bool> HasAsync(string name, CancellationToken cancellation);

    /// <summary>Writes an image that is there to a file.</summary>
    Task SaveAsync(string name, string file, CancellationToken cancellation);

    /// <summary>Makes an image's files visible, read-only, in a folder that is there and empty.</summary>
    /// <exception cref="CommandException">It is not there or cannot be mounted.</exception>
    Task MountAsync(string name, string folder, CancellationToken cancellation);

    /// <summary>Takes such a mount away, with what it needed. Can be repeated.</summary>
    Task UnmountAsync(string folder, CancellationToken cancellation);
}
