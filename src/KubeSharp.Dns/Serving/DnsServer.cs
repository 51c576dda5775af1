using System.Net;
using System.Net.Sockets;
using KubeSharp.Dns.Forwarding;
using KubeSharp.Dns.Records;
using KubeSharp.Dns.Wire;

namespace KubeSharp.Dns.Serving;

/// <summary>Answers over UDP and TCP at one address.</summary>
public sealed class DnsServer(IPEndPoint address, ClusterZone zone, Forwarder forwarder)
{
    private const int QueryBytesMax = 4096;
    private const int AtOnceMax = 1024;
    private static readonly TimeSpan _idleMax = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _atOnce = new(AtOnceMax);

    /// <summary>Serves until cancelled.</summary>
    /// <exception cref="SocketException">The address is taken.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var udp = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(address);
        using var tcp = new TcpListener(address);
        tcp.Start();
        await Task.WhenAll(ServeUdpAsync(udp, cancellation), ServeTcpAsync(tcp, cancellation)).ConfigureAwait(false);
    }

    private async Task ServeUdpAsync(Socket socket, CancellationToken cancellation)
    {
        var buffer = new byte[QueryBytesMax];
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), cancellation).ConfigureAwait(false);
                // More than can be answered at once is dropped: clients ask again.
                if (!_atOnce.Wait(0, CancellationToken.None)) { continue; }
                _ = AnswerUdpAsync(socket, buffer[..received.ReceivedBytes], received.RemoteEndPoint, cancellation);
            }
            catch (OperationCanceledException) { return; }
            // An answer before could not be delivered (ICMP): not the socket's end.
            catch (SocketException) { }
        }
    }

    private async Task AnswerUdpAsync(Socket socket, byte[] query, EndPoint client, CancellationToken cancellation)
    {
        try
        {
            if (await AnswerAsync(query, overTcp: false, cancellation).ConfigureAwait(false) is { } answer) { await socket.SendToAsync(answer, SocketFlags.None, client, cancellation).ConfigureAwait(false); }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException) { }
        finally { _atOnce.Release(); }
    }

    private async Task ServeTcpAsync(TcpListener listener, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(cancellation).ConfigureAwait(false);
                _ = ServeClientAsync(client, cancellation);
            }
            catch (OperationCanceledException) { return; }
            catch (SocketException) { }
        }
    }

    private async Task ServeClientAsync(TcpClient client, CancellationToken cancellation)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var length = new byte[2];
            while (true)
            {
                using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                idle.CancelAfter(_idleMax);
                await stream.ReadExactlyAsync(length, idle.Token).ConfigureAwait(false);
                var query = new byte[(length[0] << 8) | length[1]];
                await stream.ReadExactlyAsync(query, idle.Token).ConfigureAwait(false);
                if (await AnswerAsync(query, overTcp: true, cancellation).ConfigureAwait(false) is not { } answer) { return; }
                await stream.WriteAsync(new byte[] { (byte)(answer.Length >> 8), (byte)answer.Length }, cancellation).ConfigureAwait(false);
                await stream.WriteAsync(answer, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException) { }
    }

    private async Task<byte[]?> AnswerAsync(byte[] bytes, bool overTcp, CancellationToken cancellation)
    {
        if (DnsMessage.Read(bytes) is not { } query) { return null; }
        var bytesMax = overTcp ? ushort.MaxValue : query.UdpBytesMax;
        if (zone.Resolve(query.Question) is { } own)
        {
            return own.Records is [{ Type: DnsType.Cname } alias] && query.Question.Type != DnsType.Cname
                ? DnsWriter.Write(query, Follow(query, own, alias), bytesMax) : DnsWriter.Write(query, own, bytesMax);
        }
        return await forwarder.AskAsync(query, bytes, overTcp, cancellation).ConfigureAwait(false) ?? DnsWriter.Write(query, new DnsAnswer(DnsType.ServerFailure, []), bytesMax);
    }

    // An external name that is the cluster's own again is resolved on; others the client's resolver follows.
    private DnsAnswer Follow(DnsMessage query, DnsAnswer own, DnsRecord alias) =>
        zone.Resolve(query.Question with { Name = alias.Target.ToLowerInvariant() }) is { } target ? own with { Records = [.. own.Records, .. target.Records] } : own;
}
