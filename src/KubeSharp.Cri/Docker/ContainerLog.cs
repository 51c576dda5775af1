using System.Net.Http;
using System.Text;

namespace KubeSharp.Cri.Docker;

/// <summary>
/// Copies one container's log from the engine into a file of the form that the log endpoints and log shippers read (time, stream, F or P for
/// the end of a line or not, text). Begun anew it goes on behind the last line that is there, so nothing is lost while this process does not
/// run, as long as the engine keeps it.
/// </summary>
internal sealed class ContainerLog
{
    private const int TailBytes = 64 * 1024;
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(1);
    private readonly DockerClient _docker;
    private readonly string _id;
    private readonly string _path;
    private readonly bool _tty;
    private readonly TimeProvider _time;
    // Held while the file is written or opened anew; nothing is awaited but the file.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private FileStream? _file;
    private string _last = ""; // time of the last line

    public ContainerLog(DockerClient docker, string id, string path, bool tty, TimeProvider time, CancellationToken stopping)
    {
        (_docker, _id, _path, _tty, _time) = (docker, id, path, tty, time);
        Ended = Task.Run(() => RunAsync(stopping), CancellationToken.None);
    }

    /// <summary>Ends when the container has ended and all it said is in the file.</summary>
    public Task Ended { get; }

    /// <summary>Writes into a new file from now on.</summary>
    public void Reopen()
    {
        _writing.Wait();
        try
        {
            _file?.Dispose();
            _file = Directory.Exists(Path.GetDirectoryName(_path)) ? Open() : null;
        }
        finally { _writing.Release(); }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            _last = LastTime(_path);
            _file = Open();
            // The engine ends what follows a log with the container, at times before the last words are in it: they are asked for once more.
            while (!await CopyAsync(follow: true, stopping).ConfigureAwait(false) || !await CopyAsync(follow: false, stopping).ConfigureAwait(false)) { await Task.Delay(_retryAfter, _time, stopping).ConfigureAwait(false); }
        }
        catch (OperationCanceledException) { }
        finally { _file?.Dispose(); }
    }

    // True when the container has ended, or is gone; false when the engine went away.
    private async Task<bool> CopyAsync(bool follow, CancellationToken stopping)
    {
        var known = _last;
        var since = _last.Length > 0 ? $"&since={DockerAnswers.Since(DockerAnswers.Nanoseconds(_last))}" : "";
        try
        {
            using var response = await _docker.OpenAsync(HttpMethod.Get, new DockerCall("ContainerLog", _id), $"/containers/{_id}/logs?follow={(follow ? 1 : 0)}&stdout=1&stderr=1&timestamps=1{since}", null, "", stopping).ConfigureAwait(false);
            await using var stream = await response.Content.ReadAsStreamAsync(stopping).ConfigureAwait(false);
            var (frames, lines) = (new DockerFrames(stream, _tty), new LogLines());
            while (await frames.ReadAsync(isWhole: true, stopping).ConfigureAwait(false) is { } piece)
            {
                // With a terminal pieces end anywhere; without, each is one entry of the log.
                foreach (var entry in _tty ? lines.Add(piece.Content) : [piece.Content]) { await WriteAsync(entry, piece.IsError, known, stopping).ConfigureAwait(false); }
            }
            if (lines.Rest is { IsEmpty: false } rest) { await WriteAsync(rest, false, known, stopping).ConfigureAwait(false); }
            // The stream ends with the container, and with the engine.
            var state = (await _docker.GetAsync(new DockerCall("ContainerLog", _id), $"/containers/{_id}/json", stopping).ConfigureAwait(false)).At("State");
            return !state.IsTrueAt("Running");
        }
        catch (CriException e) { return e.Error == CriError.NotFound; }
        catch (Exception e) when (e is HttpRequestException or IOException) { return false; }
    }

    // Parts of one long line bear the same time, so only what was known when the stream was opened is passed over.
    private async Task WriteAsync(ReadOnlyMemory<byte> entry, bool isError, string known, CancellationToken stopping)
    {
        if (LogLines.Format(entry.Span, isError) is not var (time, line) || string.CompareOrdinal(time, known) <= 0) { return; }
        await _writing.WaitAsync(stopping).ConfigureAwait(false);
        try
        {
            if (_file is null) { return; }
            await _file.WriteAsync(line, stopping).ConfigureAwait(false);
            _last = time;
        }
        finally { _writing.Release(); }
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    // Where the file has just been begun, the one before it has the last line; what is packed was rotated long ago.
    private static string LastTime(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var older = Directory.EnumerateFiles(folder, Path.GetFileName(path) + ".*").Where(static f => !f.EndsWith(".gz", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal);
        foreach (var file in older.Prepend(path).Where(File.Exists))
        {
            using var stream = File.OpenRead(file);
            stream.Seek(Math.Max(0, stream.Length - TailBytes), SeekOrigin.Begin);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            if (LogLines.LastTime(reader.ReadToEnd()) is { Length: > 0 } time) { return time; }
        }
        return "";
    }
}
