using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace KubeSharp.Hosting.Serving;

/// <summary>
/// Between HTTP/2 and TLS: what one answer after the other writes in quick succession (an event for each watcher of a connection) is gathered, and
/// encrypted and sent as one record. The first of them goes at once; while it is on its way the others come together.
/// </summary>
internal static class GatheredOutput
{
    // Of a connection, what is written and not yet encrypted, before who writes has to wait.
    private const int WaitingMaxBytes = 64 * 1024;

    /// <summary>Handles connections that way.</summary>
    public static ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        var outer = connection.Transport;
        var pipe = new Pipe(new PipeOptions(BlockPool.OfProcess, pauseWriterThreshold: WaitingMaxBytes, resumeWriterThreshold: WaitingMaxBytes / 2, useSynchronizationContext: false));
        var sending = SendAsync(pipe.Reader, outer.Output);
        connection.Transport = new Both(outer.Input, pipe.Writer);
        try { await next(connection).ConfigureAwait(false); }
        finally
        {
            await pipe.Writer.CompleteAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            connection.Transport = outer;
        }
    };

    private static async Task SendAsync(PipeReader from, PipeWriter to)
    {
        try
        {
            while (true)
            {
                var read = await from.ReadAsync().ConfigureAwait(false);
                var isGone = false;
                foreach (var part in read.Buffer) { isGone |= (await to.WriteAsync(part).ConfigureAwait(false)).IsCompleted; }
                from.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || isGone) { break; }
            }
        }
        // The client has gone: who writes is told at the next write.
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException) { }
        await from.CompleteAsync().ConfigureAwait(false);
    }

    private sealed record Both(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
