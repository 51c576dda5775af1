using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>A connection of HTTP/2 that sends frames as they are given, whether a client may or not. What comes back is read unless that is left off.</summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    public const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8, Continuation = 9;
    public const byte EndStream = 1, EndHeaders = 4;
    private const int FrameHeaderBytes = 9;

    private readonly TcpClient _client;
    private readonly SslStream _stream;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<int, byte[]> _answers = new();
    private Task _reading = Task.CompletedTask;

    private RawHttp2(TcpClient client, SslStream stream) => (_client, _stream) = (client, stream);

    /// <summary>The code of the server's farewell; null: it has said none.</summary>
    public int? Farewell { get; private set; }

    /// <summary>The streams that the server has reset.</summary>
    public ConcurrentBag<int> Resets { get; } = [];

    /// <summary>The server has ended the connection.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Opens a connection and begins it; <paramref name="window"/> is how much of an answer may come unasked.</summary>
    public static async Task<RawHttp2> OpenAsync(int port, bool isRead = true, int window = 65_535)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        });
        var connection = new RawHttp2(client, stream);
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        var setting = new byte[6];
        BinaryPrimitives.WriteInt16BigEndian(setting, 4);
        BinaryPrimitives.WriteInt32BigEndian(setting.AsSpan(2), window);
        await stream.WriteAsync(Frame(Settings, 0, 0, setting));
        if (isRead) { connection._reading = connection.ReadAsync(); }
        return connection;
    }

    /// <summary>A frame's bytes.</summary>
    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[FrameHeaderBytes + payload.Length];
        (frame[0], frame[1], frame[2]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length);
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(FrameHeaderBytes));
        return frame;
    }

    /// <summary>The headers of a GET: indexed ones of the static table, and texts that are not compressed.</summary>
    public static byte[] Get(string path) => Request(0x82, path);

    /// <summary>The headers of a POST.</summary>
    public static byte[] Post(string path) => Request(0x83, path);

    private static byte[] Request(byte method, string path) => [method, 0x87, 0x01, 0x01, (byte)'x', 0x04, (byte)path.Length, .. Encoding.ASCII.GetBytes(path)];

    /// <summary>Sends; false: the server no longer takes anything.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellation);
            return true;
        }
        catch (IOException) { return false; }
    }

    /// <summary>Sends the frame many times over, until the server has had enough or the time is over; how often it was sent.</summary>
    public async Task<int> FloodAsync(Func<int, byte[]> frame, int count, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        var sent = 0;
        try
        {
            for (; sent < count && !IsOver; sent++)
            {
                if (!await SendAsync(frame(sent), patience.Token)) { break; }
            }
        }
        catch (OperationCanceledException) { }
        return sent;
    }

    /// <summary>The block of headers that answers the stream.</summary>
    public async Task<byte[]> AnswerAsync(int stream, TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        while (true)
        {
            if (_answers.TryGetValue(stream, out var answer)) { return answer; }
            if (IsOver) { throw new IOException($"the connection ended, its farewell was {Farewell}"); }
            await Task.Delay(5, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _client.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stream.DisposeAsync();
        _ending.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            var head = new byte[FrameHeaderBytes];
            while (true)
            {
                await _stream.ReadExactlyAsync(head, _ending.Token);
                var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await _stream.ReadExactlyAsync(payload, _ending.Token);
                if (head[3] == Headers) { _answers.TryAdd(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)), payload); }
                if (head[3] == Reset) { Resets.Add(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5))); }
                if (head[3] == GoAway) { Farewell = BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4)); }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException) { IsOver = true; }
    }
}
