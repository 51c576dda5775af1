using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using KubeSharp.Client.Streams;
using KubeSharp.Cri;
using KubeSharp.Cri.Streaming;

namespace KubeSharp.Kubelet.Streams;

/// <summary>
/// The streaming server of a runtime that has none: on this machine's loopback address only, each session at an address that cannot be guessed
/// and is good for one client within a minute. It speaks what the runtimes' own servers speak, SPDY/3.1 and WebSocket.
/// </summary>
public sealed class StreamServer : IStreamServer, IAsyncDisposable
{
    private const int TokenBytes = 16;
    private static readonly TimeSpan _offeredFor = TimeSpan.FromMinutes(1);
    private static readonly string[] _processProtocols = [StreamProtocols.ChannelV5, StreamProtocols.ChannelV4, "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"];
    private readonly ConcurrentDictionary<string, Func<StreamRequest, CancellationToken, Task>> _offers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _serving = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly TimeProvider _time;
    private readonly Task _accepting;

    /// <summary>Listens at once, at a port that is free.</summary>
    public StreamServer(TimeProvider time)
    {
        _time = time;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <inheritdoc/>
    public Uri Offer(ProcessSession session) => Offer((request, cancellation) => ServeAsync(request, session, cancellation));

    /// <inheritdoc/>
    public Uri OfferPorts(Func<int, CancellationToken, Task<Stream>> connect) => Offer(async (request, cancellation) =>
    {
        if (!request.IsSpdy || !request.Protocols.Contains(StreamProtocols.PortForward)) { await request.RefuseAsync("ask for an upgrade to SPDY/3.1 and portforward.k8s.io", cancellation); return; }
        await request.AcceptSpdyAsync(StreamProtocols.PortForward, cancellation);
        await using var ports = new ForwardedPorts(request.Stream, connect);
        await ports.RunAsync(cancellation);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll([_accepting, .. _serving.Keys]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private Uri Offer(Func<StreamRequest, CancellationToken, Task> serve)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        _offers[token] = serve;
        _ = ForgetAsync(token);
        return new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{token}");
    }

    private async Task ForgetAsync(string token)
    {
        await Task.Delay(_offeredFor, _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _offers.TryRemove(token, out _);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try { client = await _listener.AcceptSocketAsync(_ending.Token); }
            catch (OperationCanceledException) { return; }
            client.NoDelay = true;
            var serving = ServeAsync(new NetworkStream(client, ownsSocket: true));
            _serving[serving] = true;
            _ = serving.ContinueWith(t => _serving.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // The edge at which every failure ends the one connection.
    private async Task ServeAsync(NetworkStream stream)
    {
        await using (stream)
        {
            try
            {
                var request = await StreamRequest.ReadAsync(stream, _ending.Token);
                if (_offers.TryRemove(request.Token, out var serve)) { await serve(request, _ending.Token); }
                else { await request.RefuseAsync("no such session", _ending.Token); }
            }
            catch (Exception e) when (e is IOException or InvalidDataException or CriException or WebSocketException or SocketException or OperationCanceledException) { /* the client sees the end of its connection */ }
        }
    }

    private static async Task ServeAsync(StreamRequest request, ProcessSession session, CancellationToken cancellation)
    {
        var protocol = request.Protocols.Count == 0 && request.IsSpdy ? "" : _processProtocols.FirstOrDefault(request.Protocols.Contains);
        if (protocol is null || !(request.IsSpdy || request.IsWebSocket)) { await request.RefuseAsync($"ask for an upgrade to SPDY/3.1 or WebSocket and one of {string.Join(", ", _processProtocols)}", cancellation); return; }
        if (request.IsSpdy)
        {
            await request.AcceptSpdyAsync(protocol, cancellation);
            await using var channels = new SpdyChannels(request.Stream, protocol);
            await SessionRun.RunAsync(session, channels, cancellation);
        }
        else
        {
            await using var channels = new WebSocketChannels(await request.AcceptWebSocketAsync(protocol, cancellation), protocol);
            await SessionRun.RunAsync(session, channels, cancellation);
        }
    }
}
