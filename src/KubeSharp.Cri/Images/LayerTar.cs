using System.Formats.Tar;

namespace KubeSharp.Cri.Images;

/// <summary>Makes layers: tar files whose bytes depend on their content alone, so that the same files give the same image.</summary>
public sealed class LayerTar : IAsyncDisposable
{
    private static readonly DateTimeOffset _epoch = DateTimeOffset.UnixEpoch;
    private readonly TarWriter _writer;
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>Writes to the stream, which stays open.</summary>
    public LayerTar(Stream output) => _writer = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);

    /// <summary>Adds a file of these bytes at the path in the image.</summary>
    public async Task AddFileAsync(string path, byte[] content, UnixFileMode mode, CancellationToken cancellation)
    {
        await AddFoldersAsync(Parent(path), cancellation).ConfigureAwait(false);
        var entry = new PaxTarEntry(TarEntryType.RegularFile, Name(path)) { Mode = mode, ModificationTime = _epoch, DataStream = new MemoryStream(content) };
        await _writer.WriteEntryAsync(entry, cancellation).ConfigureAwait(false);
    }

    /// <summary>Adds a file or a whole folder of the machine at the path in the image; links stay links.</summary>
    public async Task AddAsync(string source, string path, CancellationToken cancellation)
    {
        var info = new FileInfo(source);
        if (info.LinkTarget is { } target)
        {
            await AddFoldersAsync(Parent(path), cancellation).ConfigureAwait(false);
            await _writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, Name(path)) { LinkName = target, ModificationTime = _epoch }, cancellation).ConfigureAwait(false);
            return;
        }
        if (Directory.Exists(source))
        {
            await AddFoldersAsync(Name(path), cancellation, File.GetUnixFileMode(source)).ConfigureAwait(false);
            foreach (var child in Directory.EnumerateFileSystemEntries(source).Order(StringComparer.Ordinal)) { await AddAsync(child, $"{path.TrimEnd('/')}/{Path.GetFileName(child)}", cancellation).ConfigureAwait(false); }
            return;
        }
        await AddFoldersAsync(Parent(path), cancellation).ConfigureAwait(false);
        var content = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read);
        await using (content.ConfigureAwait(false))
        {
            await _writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Name(path)) { Mode = File.GetUnixFileMode(source), ModificationTime = _epoch, DataStream = content }, cancellation).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task AddFoldersAsync(string folder, CancellationToken cancellation, UnixFileMode? mode = null)
    {
        if (folder.Length == 0 || !_folders.Add(folder)) { return; }
        await AddFoldersAsync(Parent(folder), cancellation).ConfigureAwait(false);
        const UnixFileMode usual = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        await _writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, folder + "/") { Mode = mode ?? usual, ModificationTime = _epoch }, cancellation).ConfigureAwait(false);
    }

    private static string Name(string path) => path.Trim('/');

    private static string Parent(string path) => Name(path) is var name && name.LastIndexOf('/') is var slash and > 0 ? name[..slash] : "";
}
