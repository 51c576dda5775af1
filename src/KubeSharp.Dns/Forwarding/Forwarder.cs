using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using KubeSharp.Dns.Wire;

namespace KubeSharp.Dns.Forwarding;

/// <summary>Asks other servers for names that are not the cluster's, and keeps what they say for as long as they allow.</summary>
public sealed class Forwarder(ImmutableArray<IPEndPoint> upstreams, TimeProvider time)
{
    private const int KeptMax = 10_000;
    private const int KeptSecondsMax = 30;
    private const int AnswerBytesMax = 65_535;
    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<DnsQuestion, (byte[] Answer, DateTimeOffset Until)> _kept = new();

    /// <summary>The servers named in a resolv.conf, but for these addresses (our own).</summary>
    public static ImmutableArray<IPEndPoint> ReadServers(string resolvConf, IReadOnlySet<IPAddress> but) =>
        [.. resolvConf.Split('\n').Select(static l => l.Trim()).Where(static l => l.StartsWith("nameserver ", StringComparison.Ordinal))
            .Select(static l => IPAddress.TryParse(l["nameserver ".Length..].Trim(), out var ip) ? ip : null).OfType<IPAddress>().Where(ip => !but.Contains(ip)).Select(static ip => new IPEndPoint(ip, 53))];

    /// <summary>The answer's bytes, with the number of the query; null: nobody answered.</summary>
    public async Task<byte[]?> AskAsync(DnsMessage query, ReadOnlyMemory<byte> bytes, bool overTcp, CancellationToken cancellation)
    {
        if (!overTcp && _kept.TryGetValue(query.Question, out var kept) && kept.Until > time.GetUtcNow()) { return WithId(kept.Answer, query.Id); }
        foreach (var upstream in upstreams)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(_answerWithin);
            try
            {
                var answer = overTcp ? await AskTcpAsync(upstream, bytes, limit.Token).ConfigureAwait(false) : await AskUdpAsync(upstream, bytes, query.Id, limit.Token).ConfigureAwait(false);
                Keep(query.Question, answer);
                return answer;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && e is SocketException or OperationCanceledException or IOException) { }
        }
        return null;
    }

    private static async Task<byte[]> AskUdpAsync(IPEndPoint upstream, ReadOnlyMemory<byte> query, ushort id, CancellationToken cancellation)
    {
        // A new socket has a new port: answers cannot be guessed easily.
        using var socket = new Socket(upstream.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(upstream, cancellation).ConfigureAwait(false);
        await socket.SendAsync(query, cancellation).ConfigureAwait(false);
        var buffer = new byte[AnswerBytesMax];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
            if (read >= 12 && ((buffer[0] << 8) | buffer[1]) == id) { return buffer[..read]; }
        }
    }

    private static async Task<byte[]> AskTcpAsync(IPEndPoint upstream, ReadOnlyMemory<byte> query, CancellationToken cancellation)
    {
        using var client = new TcpClient(upstream.AddressFamily);
        await client.ConnectAsync(upstream, cancellation).ConfigureAwait(false);
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[] { (byte)(query.Length >> 8), (byte)query.Length }, cancellation).ConfigureAwait(false);
        await stream.WriteAsync(query, cancellation).ConfigureAwait(false);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        var answer = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(answer, cancellation).ConfigureAwait(false);
        return answer;
    }

    private void Keep(DnsQuestion question, byte[] answer)
    {
        var isCut = (answer[2] & 2) != 0;
        if (isCut || DnsMessage.ShortestTimeToLive(answer) is not { } seconds || seconds == 0) { return; }
        if (_kept.Count >= KeptMax) { _kept.Clear(); }
        _kept[question] = (answer, time.GetUtcNow().AddSeconds(Math.Min(seconds, KeptSecondsMax)));
    }

    private static byte[] WithId(byte[] answer, ushort id)
    {
        var copy = answer.ToArray();
        (copy[0], copy[1]) = ((byte)(id >> 8), (byte)id);
        return copy;
    }
}
