using System.Globalization;
using System.IO.Compression;
using System.Threading.Channels;

namespace KubeSharp.ApiServer.Audit;

/// <summary>
/// Writes events to a file, a line each, and turns it over when it is full: NAME-TIME.EXTENSION are the old ones. Events that come faster than
/// they can be written wait, so many at most; those beyond are dropped and counted.
/// </summary>
public sealed class AuditLog : IAuditSink
{
    private const int EventsWaitingMax = 10_000;
    private readonly Channel<ReadOnlyMemory<byte>> _events = Channel.CreateBounded<ReadOnlyMemory<byte>>(EventsWaitingMax);
    private readonly AuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _writing;
    private long _dropped;

    /// <summary>Opens the file.</summary>
    public AuditLog(AuditLogOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Events that were dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <inheritdoc/>
    public void Take(ReadOnlyMemory<byte> json)
    {
        if (!_events.Writer.TryWrite(json)) { Interlocked.Increment(ref _dropped); }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!);
        var file = Open();
        try
        {
            while (await _events.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_events.Reader.TryRead(out var json))
                {
                    if (_options.BytesMax > 0 && file.Length + json.Length > _options.BytesMax && file.Length > 0) { file = await TurnOverAsync(file).ConfigureAwait(false); }
                    await file.WriteAsync(json).ConfigureAwait(false);
                    file.WriteByte((byte)'\n');
                }
                await file.FlushAsync().ConfigureAwait(false);
            }
        }
        finally { await file.DisposeAsync().ConfigureAwait(false); }
    }

    // Read by nobody but the owner: it tells what was asked, and by whom.
    private FileStream Open() => new(_options.Path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 64 * 1024,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private async ValueTask<FileStream> TurnOverAsync(FileStream file)
    {
        await file.DisposeAsync().ConfigureAwait(false);
        var (stem, extension) = (Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_options.Path))!, Path.GetFileNameWithoutExtension(_options.Path)), Path.GetExtension(_options.Path));
        var now = _time.GetUtcNow();
        var turned = $"{stem}-{now.ToString("yyyy-MM-dd'T'HH-mm-ss.fff", CultureInfo.InvariantCulture)}{extension}";
        File.Move(_options.Path, turned, overwrite: true);
        if (_options.IsCompressed) { await CompressAsync(turned).ConfigureAwait(false); }
        var old = Directory.GetFiles(Path.GetDirectoryName(stem)!, $"{Path.GetFileName(stem)}-*{extension}*").OrderDescending(StringComparer.Ordinal).ToArray();
        foreach (var (i, path) in old.Index())
        {
            if ((_options.FilesMax > 0 && i >= _options.FilesMax) || (_options.AgeMax > TimeSpan.Zero && File.GetLastWriteTimeUtc(path) < now.UtcDateTime - _options.AgeMax)) { File.Delete(path); }
        }
        return Open();
    }

    private static async ValueTask CompressAsync(string path)
    {
        var (from, to) = (File.OpenRead(path), new FileStream(path + ".gz", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }));
        await using (from.ConfigureAwait(false))
        {
            var packed = new GZipStream(to, CompressionLevel.Optimal);
            await using (packed.ConfigureAwait(false)) { await from.CopyToAsync(packed).ConfigureAwait(false); }
        }
        File.Delete(path);
    }
}
