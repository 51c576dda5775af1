using System.Net.Sockets;
using System.Text;
using KubeSharp.Client.Streams;
using KubeSharp.Kubelet.Streams;
using KubeSharp.Kubelet.Tests.Kit;

namespace KubeSharp.Kubelet.Tests.Streams;

/// <summary>Port-forward over one SPDY connection: many connections at once, each ended by itself.</summary>
public sealed class ForwardedPortsTests : IAsyncDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));
    private readonly List<Stream> _pods = [];
    private readonly Dictionary<int, string> _heard = [];
    private SpdyConnection _client = null!;
    private Task _serving = Task.CompletedTask;

    [Fact]
    public async Task Connections_are_served_side_by_side_each_with_its_own_bytes()
    {
        await BeginAsync(static _ => true);
        var streams = new List<(int Data, int Error)>();
        for (var i = 0; i < 20; i++) { streams.Add(await OpenAsync(8080 + i, i)); }
        // The last opened speaks first: none waits for another.
        foreach (var (data, _) in streams.AsEnumerable().Reverse()) { await _client.SendAsync(data, Encoding.UTF8.GetBytes($"for {data}"), _limit.Token); }
        foreach (var (data, _) in streams) { await _client.CloseAsync(data, _limit.Token); }
        var heard = await HearAsync(streams.Count * 2);
        Assert.All(streams, (s, i) => Assert.Equal($"{8080 + i}:for {s.Data}", heard[s.Data]));
        Assert.All(streams, s => Assert.Equal("", heard[s.Error]));
        Assert.Equal(20, _pods.Count);
    }

    [Fact]
    public async Task One_that_has_ended_is_let_go_and_the_others_and_new_ones_go_on()
    {
        await BeginAsync(static _ => true);
        var (lasting, _) = await OpenAsync(1, 1);
        for (var i = 2; i < 40; i++)
        {
            var (data, _) = await OpenAsync(i, i);
            await _client.CloseAsync(data, _limit.Token);
            var heard = await HearAsync(2);
            Assert.Equal($"{i}:", heard[data]);
        }
        await _client.SendAsync(lasting, "still"u8.ToArray(), _limit.Token);
        await _client.CloseAsync(lasting, _limit.Token);
        Assert.Equal("1:still", (await HearAsync(2))[lasting]);
        // Each of the pod's ends is closed once its connection has ended: what is written to it goes nowhere.
        foreach (var pod in _pods) { Assert.Equal(0, await pod.ReadAsync(new byte[1], _limit.Token)); }
    }

    [Fact]
    public async Task A_port_nobody_listens_on_and_one_that_is_none_fail_alone()
    {
        await BeginAsync(static port => port != 9);
        var (refused, why) = await OpenAsync(9, 1);
        var heard = await HearAsync(2);
        Assert.Equal(("", "an error occurred forwarding 9: nobody listens"), (heard[refused], heard[why]));
        var (data, error) = (await _client.OpenAsync([("streamtype", "data"), ("port", "many"), ("requestid", "2")], _limit.Token), await _client.OpenAsync([("streamtype", "error"), ("port", "many"), ("requestid", "2")], _limit.Token));
        heard = await HearAsync(2);
        Assert.Equal(("", "\"many\" is no port"), (heard[data], heard[error]));
        var (fine, _) = await OpenAsync(10, 3);
        await _client.CloseAsync(fine, _limit.Token);
        Assert.Equal("10:", (await HearAsync(2))[fine]);
    }

    [Fact]
    public async Task The_clients_end_ends_all_of_its_connections()
    {
        await BeginAsync(static _ => true);
        for (var i = 1; i <= 5; i++) { await OpenAsync(i, i); }
        while (true)
        {
            lock (_pods) { if (_pods.Count == 5) { break; } }
            await Task.Delay(5, _limit.Token);
        }
        await _client.DisposeAsync();
        await _serving.WaitAsync(_limit.Token);
        foreach (var pod in _pods) { while (await pod.ReadAsync(new byte[64], _limit.Token) > 0) { } }
    }

    public async ValueTask DisposeAsync()
    {
        await _limit.CancelAsync();
        await _client.DisposeAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var pod in _pods) { await pod.DisposeAsync(); }
        _limit.Dispose();
    }

    // What listens in the pod says its port and a colon, then sends back what it hears, and ends when its client does.
    private async Task BeginAsync(Predicate<int> listens)
    {
        var (client, node) = await SocketPair.ConnectAsync();
        _client = new SpdyConnection(client);
        _serving = ServeAsync(node, async (port, cancellation) =>
        {
            if (!listens(port)) { throw new IOException("nobody listens"); }
            var (pod, side) = await SocketPair.ConnectAsync();
            lock (_pods) { _pods.Add(pod); }
            _ = EchoAsync(pod, port, cancellation);
            return side;
        });
    }

    private async Task ServeAsync(Stream node, Func<int, CancellationToken, Task<Stream>> connect)
    {
        await using var ports = new ForwardedPorts(node, connect);
        await ports.RunAsync(_limit.Token);
    }

    private static async Task EchoAsync(Stream pod, int port, CancellationToken cancellation)
    {
        try
        {
            await pod.WriteAsync(Encoding.UTF8.GetBytes($"{port}:"), cancellation);
            var buffer = new byte[1024];
            while (await pod.ReadAsync(buffer, cancellation) is var read and > 0) { await pod.WriteAsync(buffer.AsMemory(0, read), cancellation); }
            ((NetworkStream)pod).Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException) { }
    }

    private async Task<(int Data, int Error)> OpenAsync(int port, int id)
    {
        var error = await _client.OpenAsync([("streamtype", "error"), ("port", $"{port}"), ("requestid", $"{id}")], _limit.Token);
        return (await _client.OpenAsync([("streamtype", "data"), ("port", $"{port}"), ("requestid", $"{id}")], _limit.Token), error);
    }

    // All that came on the streams until so many more of them had ended.
    private async Task<Dictionary<int, string>> HearAsync(int ends)
    {
        while (ends > 0)
        {
            var frame = await _client.ReadAsync(_limit.Token) ?? throw new IOException("the node has ended the connection");
            _heard[frame.StreamId] = _heard.GetValueOrDefault(frame.StreamId, "") + Encoding.UTF8.GetString(frame.Payload.Span);
            if (frame.IsFin) { ends--; }
        }
        return _heard;
    }
}
