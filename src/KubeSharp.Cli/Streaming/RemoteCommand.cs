using System.Runtime.InteropServices;
using KubeSharp.Client.Rest;
using KubeSharp.Client.Streams;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Streaming;

/// <summary>A program in a container, joined to our streams.</summary>
/// <param name="rest">The server.</param>
/// <param name="input">What goes to it; null: nothing.</param>
/// <param name="output">Where its output goes.</param>
/// <param name="error">Where its errors go.</param>
/// <param name="isTerminal">Whether it has a terminal, whose size follows ours.</param>
internal sealed class RemoteCommand(RestConfig rest, Stream? input, Stream output, Stream error, bool isTerminal)
{
    /// <summary>The variable that, false, keeps from WebSockets: upstream's own.</summary>
    public const string SocketsVariable = "KUBECTL_REMOTE_COMMAND_WEBSOCKETS";
    private const int PieceBytes = 32 * 1024;
    private const string Prefix = "Internal error occurred: ";

    /// <summary>Runs until the program ends; returns its exit code.</summary>
    /// <exception cref="CliException">It could not be run.</exception>
    public async Task<int> RunAsync(string path, bool allowsSockets, CancellationToken cancellation)
    {
        await using var channels = await OpenAsync(path, allowsSockets, cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var resized = isTerminal ? PosixSignalRegistration.Create(PosixSignal.SIGWINCH, signal => { _ = SendSizeAsync(channels, ended.Token); }) : null;
        // Not waited for: a channel may take it only when somebody reads.
        if (isTerminal) { _ = SendSizeAsync(channels, ended.Token); }
        var sending = input is null ? Task.CompletedTask : SendAsync(channels, input, ended.Token);
        var code = await ReceiveAsync(channels, cancellation);
        await ended.CancelAsync();
        _ = sending.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        return code;
    }

    private async Task<IRemoteChannels> OpenAsync(string path, bool allowsSockets, CancellationToken cancellation)
    {
        var connection = await UpgradedConnection.OpenAsync(rest, path, allowsSockets ? StreamProtocols.ChannelV5 : "", StreamProtocols.ChannelV4, cancellation);
        if (connection.Socket is not null) { return new SocketChannels(connection); }
        var wanted = new HashSet<StreamChannel> { StreamChannel.Stdout };
        if (input is not null) { wanted.Add(StreamChannel.Stdin); }
        wanted.Add(isTerminal ? StreamChannel.Resize : StreamChannel.Stderr);
        return await SpdyChannels.OpenAsync(connection, wanted, cancellation);
    }

    private static async Task SendAsync(IRemoteChannels channels, Stream from, CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            while (await from.ReadAsync(buffer, cancellation) is > 0 and var count) { await channels.SendAsync(StreamChannel.Stdin, buffer.AsMemory(0, count), cancellation); }
            await channels.CloseAsync(StreamChannel.Stdin, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException) { }
    }

    private static async Task SendSizeAsync(IRemoteChannels channels, CancellationToken cancellation)
    {
        var (columns, rows) = RawTerminal.Size();
        var size = ObjectNode.Of(("Width", columns), ("Height", rows)).ToUtf8();
        try { await channels.SendAsync(StreamChannel.Resize, size, cancellation); }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or IOException) { }
    }

    private async Task<int> ReceiveAsync(IRemoteChannels channels, CancellationToken cancellation)
    {
        try
        {
            while (await channels.ReceiveAsync(cancellation) is var (channel, content))
            {
                switch (channel)
                {
                    case StreamChannel.Stdout:
                        await output.WriteAsync(content, cancellation);
                        await output.FlushAsync(cancellation);
                        break;
                    case StreamChannel.Stderr:
                        await error.WriteAsync(content, cancellation);
                        await error.FlushAsync(cancellation);
                        break;
                    case StreamChannel.Error: return Outcome(content);
                }
            }
            return 0;
        }
        catch (IOException e) { throw new CliException($"error reading from error stream: {e.Message}"); }
    }

    private static int Outcome(ReadOnlyMemory<byte> status)
    {
        if (ChannelMessages.ExitCode(status.Span) is { } code) { return code; }
        var message = Node.Parse(status.Span).TextAt("message") ?? "";
        throw new CliException(message.StartsWith(Prefix, StringComparison.Ordinal) ? message : Prefix + message);
    }
}
