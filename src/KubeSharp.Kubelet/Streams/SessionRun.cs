using System.Globalization;
using System.Text;
using KubeSharp.Client.Streams;
using KubeSharp.Cri;
using KubeSharp.Cri.Streaming;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Kubelet.Streams;

/// <summary>Joins a client's channels with a process' streams until the process has ended and all it said was passed on, or the client left.</summary>
internal static class SessionRun
{
    public static async Task RunAsync(ProcessSession session, ISessionChannels channels, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await channels.OpenAsync(session, ending.Token);
        IProcessStreams process;
        try { process = await session.Open(ending.Token); }
        catch (CriException e)
        {
            await TellAsync(channels, Failure("InternalError", e.Detail), e.Detail, ending.Token);
            return;
        }
        await using (process)
        {
            var up = UpAsync(channels, process, ending.Token);
            var down = DownAsync(session, channels, process, ending.Token);
            await Task.WhenAny(down, up);
            if (up.IsCompleted && !down.IsCompleted) { await ending.CancelAsync(); }
            await down.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ending.CancelAsync();
            await up.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task DownAsync(ProcessSession session, ISessionChannels channels, IProcessStreams process, CancellationToken cancellation)
    {
        while (await process.ReadAsync(cancellation) is { } piece)
        {
            var isError = piece.IsError && !session.Tty;
            if (isError ? session.Stderr : session.Stdout) { await channels.SendAsync(isError ? StreamChannel.Stderr : StreamChannel.Stdout, piece.Content, cancellation); }
        }
        var code = await process.ExitCodeAsync(cancellation);
        var text = code.ToString(CultureInfo.InvariantCulture);
        if (code == 0) { await TellAsync(channels, ObjectNode.Of(("metadata", ObjectNode.Empty), ("status", "Success")), "", cancellation); return; }
        var causes = ArrayNode.Of(ObjectNode.Of(("reason", "ExitCode"), ("message", text)));
        await TellAsync(channels, Failure("NonZeroExitCode", $"command terminated with non-zero exit code: {text}").Set("details", ObjectNode.Of(("causes", causes))), $"command terminated with exit code {text}", cancellation);
    }

    private static async Task UpAsync(ISessionChannels channels, IProcessStreams process, CancellationToken cancellation)
    {
        while (await channels.ReceiveAsync(cancellation) is var (channel, content, isLast))
        {
            if (channel == StreamChannel.Stdin)
            {
                try { await process.WriteAsync(content, cancellation); }
                catch (System.Net.Sockets.SocketException) { /* it has ended; what it said is passed on */ }
                if (isLast) { process.CloseInput(); }
            }
            else if (channel == StreamChannel.Resize && !content.IsEmpty && Size(content.Span) is var (columns, rows)) { await process.ResizeAsync(columns, rows, cancellation); }
        }
    }

    private static (int Columns, int Rows)? Size(ReadOnlySpan<byte> said)
    {
        try
        {
            var size = Node.Parse(said);
            return size.At("Width") is NumberNode { Integer: > 0 and <= ushort.MaxValue and var columns } && size.At("Height") is NumberNode { Integer: > 0 and <= ushort.MaxValue and var rows } ? ((int)columns, (int)rows) : null;
        }
        catch (FormatException) { return null; }
    }

    private static ObjectNode Failure(string reason, string message) => ObjectNode.Of(("metadata", ObjectNode.Empty), ("status", "Failure"), ("message", message), ("reason", reason));

    private static async Task TellAsync(ISessionChannels channels, ObjectNode status, string text, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> said = channels.TellsStatus ? status.ToUtf8() : Encoding.UTF8.GetBytes(text);
        if (!said.IsEmpty) { await channels.SendAsync(StreamChannel.Error, said, cancellation); }
        await channels.EndAsync(cancellation);
    }
}
