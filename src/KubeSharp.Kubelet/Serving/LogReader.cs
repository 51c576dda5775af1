using System.Text;

namespace KubeSharp.Kubelet.Serving;

/// <summary>Reads a container's log file and writes what is wanted of it, following it through rotations.</summary>
public sealed class LogReader(string path, LogOptions options, TimeProvider time)
{
    private const int BlockBytes = 64 * 1024, LineMaxBytes = 1 << 20, PollMilliseconds = 100;
    private long _written;
    private bool _atLineStart = true;

    /// <summary>Writes until the end, or while the container runs and following is asked for.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="isRunning">Whether more may come.</param>
    /// <param name="cancellation">The client left.</param>
    public async Task WriteAsync(Stream output, Func<bool> isRunning, CancellationToken cancellation)
    {
        var file = await OpenAsync(isRunning, cancellation);
        if (file is null) { return; }
        try
        {
            if (options.TailLines is { } lines) { file.Seek(TailStart(file, lines), SeekOrigin.Begin); }
            var rest = Array.Empty<byte>();
            var buffer = new byte[BlockBytes];
            while (true)
            {
                // Asked before reading: what was written before the end is read after it.
                var more = options.Follow && isRunning();
                var read = await file.ReadAsync(buffer, cancellation);
                if (read > 0)
                {
                    if (!WriteLines(buffer.AsMemory(0, read), ref rest, out var ready)) { await output.WriteAsync(ready, cancellation); return; }
                    await output.WriteAsync(ready, cancellation);
                    continue;
                }
                await output.FlushAsync(cancellation);
                if (IsRotated(file))
                {
                    await file.DisposeAsync();
                    if (await OpenAsync(isRunning, cancellation) is not { } next) { return; }
                    file = next;
                    continue;
                }
                if (!more) { return; }
                await Task.Delay(TimeSpan.FromMilliseconds(PollMilliseconds), time, cancellation);
            }
        }
        finally { await file.DisposeAsync(); }
    }

    private async Task<FileStream?> OpenAsync(Func<bool> isRunning, CancellationToken cancellation)
    {
        while (true)
        {
            if (File.Exists(path)) { return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: false); }
            if (!options.Follow || !isRunning()) { return null; }
            await Task.Delay(TimeSpan.FromMilliseconds(PollMilliseconds), time, cancellation);
        }
    }

    // After a rotation the path leads to another, shorter file.
    private bool IsRotated(FileStream file)
    {
        var now = new FileInfo(path);
        return options.Follow && now.Exists && now.Length < file.Position;
    }

    private bool WriteLines(ReadOnlyMemory<byte> block, ref byte[] rest, out byte[] ready)
    {
        using var text = new MemoryStream();
        var all = rest.Length == 0 ? block : (byte[])[.. rest, .. block.Span];
        while (all.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            var more = Append(all[..end], text);
            all = all[(end + 1)..];
            if (more) { continue; }
            ready = text.ToArray();
            return false;
        }
        rest = all.Length > LineMaxBytes ? [] : all.ToArray();
        ready = text.ToArray();
        return true;
    }

    // False where the limit is reached.
    private bool Append(ReadOnlyMemory<byte> raw, MemoryStream text)
    {
        if (!LogLine.TryParse(raw, out var line)) { return true; }
        if (options.Stream.Length > 0 && line.Stream != options.Stream) { return true; }
        if (options.Since is { } since && line.At < since) { return true; }
        if (options.Timestamps && _atLineStart && !Put(text, Encoding.ASCII.GetBytes(line.Time + " "))) { return false; }
        _atLineStart = !line.IsPartial;
        return Put(text, line.Text.Span) && (line.IsPartial || Put(text, "\n"u8));
    }

    private bool Put(MemoryStream text, ReadOnlySpan<byte> bytes)
    {
        var allowed = options.LimitBytes is { } limit ? (int)Math.Min(bytes.Length, limit - _written) : bytes.Length;
        text.Write(bytes[..allowed]);
        _written += allowed;
        return options.LimitBytes is null || _written < options.LimitBytes;
    }

    /// <summary>Where the last lines begin.</summary>
    internal static long TailStart(Stream file, long lines)
    {
        var at = file.Length;
        if (lines == 0) { return at; }
        var buffer = new byte[BlockBytes];
        var found = -1L; // the end of the last line is no start of one
        while (at > 0)
        {
            var count = (int)Math.Min(BlockBytes, at);
            file.Seek(at - count, SeekOrigin.Begin);
            file.ReadExactly(buffer, 0, count);
            for (var i = count - 1; i >= 0; i--)
            {
                if (buffer[i] == (byte)'\n' && ++found == lines) { return at - count + i + 1; }
            }
            at -= count;
        }
        return 0;
    }
}
