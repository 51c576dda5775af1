using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using KubeSharp.Client.Rest;
using KubeSharp.Client.Streams;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Streaming;

/// <summary>A program in a container, joined to our streams. Source: KEP-4006, protocol v5.channel.k8s.io.</summary>
/// <param name="rest">The server.</param>
/// <param name="input">What goes to it; null: nothing.</param>
/// <param name="output">Where its output goes.</param>
/// <param name="error">Where its errors go.</param>
/// <param name="isTerminal">Whether it has a terminal, whose size follows ours.</param>
internal sealed class RemoteCommand(RestConfig rest, Stream? input, Stream output, Stream error, bool isTerminal)
{
    private const int PieceBytes = 32 * 1024;
    private readonly SemaphoreSlim _sending = new(1); // held while one message is sent

    /// <summary>Runs until the program ends; returns its exit code.</summary>
    /// <exception cref="CliException">It could not be run.</exception>
    public async Task<int> RunAsync(string path, CancellationToken cancellation)
    {
        using var socket = await PodSocket.OpenAsync(rest, path, StreamProtocols.ChannelV5, cancellation);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var resized = isTerminal ? PosixSignalRegistration.Create(PosixSignal.SIGWINCH, signal => { _ = SendSizeAsync(socket, ended.Token); }) : null;
        if (isTerminal) { await SendSizeAsync(socket, ended.Token); }
        var sending = input is null ? Task.CompletedTask : SendAsync(socket, input, ended.Token);
        var code = await ReceiveAsync(socket, cancellation);
        await ended.CancelAsync();
        _ = sending.ContinueWith(static t => t.Exception, TaskScheduler.Default);
        return code;
    }

    private async Task SendAsync(ClientWebSocket socket, Stream from, CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes];
        try
        {
            while (await from.ReadAsync(buffer, cancellation) is > 0 and var count) { await SendOneAsync(socket, ChannelMessages.Of(StreamChannel.Stdin, buffer.AsSpan(0, count)), cancellation); }
            await SendOneAsync(socket, ChannelMessages.Closing(StreamChannel.Stdin), cancellation);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException) { }
    }

    private async Task SendSizeAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        try { await SendOneAsync(socket, ChannelMessages.Resized(Console.WindowWidth, Console.WindowHeight), cancellation); }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException) { }
    }

    private async Task SendOneAsync(ClientWebSocket socket, byte[] message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try { await socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellation); }
        finally { _sending.Release(); }
    }

    private async Task<int> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var message = new ArrayBufferWriter<byte>(PieceBytes);
        while (true)
        {
            message.ResetWrittenCount();
            ValueWebSocketReceiveResult piece;
            try
            {
                do
                {
                    piece = await socket.ReceiveAsync(message.GetMemory(PieceBytes), cancellation);
                    message.Advance(piece.Count);
                }
                while (!piece.EndOfMessage);
            }
            catch (WebSocketException e) { throw new CliException($"error reading from error stream: {e.Message}"); }
            if (piece.MessageType == WebSocketMessageType.Close) { return 0; }
            if (!ChannelMessages.TryRead(message.WrittenMemory, out var channel, out var content)) { continue; }
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
    }

    private static int Outcome(ReadOnlyMemory<byte> status) =>
        ChannelMessages.ExitCode(status.Span) ?? throw new CliException($"Internal error occurred: {Node.Parse(status.Span).TextAt("message")}");
}
