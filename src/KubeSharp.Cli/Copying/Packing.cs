using System.Formats.Tar;
using System.IO.Pipelines;

namespace KubeSharp.Cli.Copying;

/// <summary>Packs a file, or what is in a folder, into a tar archive.</summary>
internal static class Packing
{
    /// <summary>Packs a path under a name. Folders that hold anything are not packed themselves; links are packed as links, never followed.</summary>
    /// <exception cref="CliException">Something cannot be read, or has no place in an archive: sockets.</exception>
    public static async Task RunAsync(string path, string name, PipeWriter to, CancellationToken cancellation)
    {
        try
        {
            await using (var archive = new TarWriter(to.AsStream(leaveOpen: true), TarEntryFormat.Pax, leaveOpen: false)) { await AddAsync(archive, path, name, cancellation); }
            await to.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await to.CompleteAsync(e);
            throw new CliException(e.Message);
        }
    }

    private static async Task AddAsync(TarWriter archive, string path, string name, CancellationToken cancellation)
    {
        // A folder that a link names is not entered, or one that names its own parent would never end.
        var within = Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null ? Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal).ToArray() : [];
        if (within.Length == 0) { await archive.WriteEntryAsync(path, name, cancellation); }
        foreach (var entry in within) { await AddAsync(archive, entry, $"{name}/{Path.GetFileName(entry)}", cancellation); }
    }
}
