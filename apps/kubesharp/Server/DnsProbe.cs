using System.Net;
using System.Net.Sockets;
using KubeSharp.Bootstrap.Local;

namespace KubeSharp.Server;

/// <summary>Asks the cluster's DNS for the API server's name the way a pod does: by the service address.</summary>
internal static class DnsProbe
{
    private const int AnswerMaxBytes = 512;
    private static readonly TimeSpan _answerWithin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _askAgainAfter = TimeSpan.FromMilliseconds(20);
    // Query 0x6b73, recursion desired, one question: kubernetes.default.svc.cluster.local A IN.
    private static readonly byte[] _query =
        [0x6b, 0x73, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. "\u000akubernetes\u0007default\u0003svc\u0007cluster\u0005local\0"u8, 0, 1, 0, 1];

    /// <summary>Completes when it answered with an address.</summary>
    public static async Task WaitAsync(LocalCluster cluster, TimeProvider time, CancellationToken cancellation)
    {
        while (!await AnswersAsync(new IPEndPoint(cluster.DnsAddress, 53), cancellation)) { await Task.Delay(_askAgainAfter, time, cancellation); }
    }

    private static async Task<bool> AnswersAsync(IPEndPoint server, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_answerWithin);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var answer = new byte[AnswerMaxBytes];
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            await socket.SendAsync(_query, limit.Token);
            var count = await socket.ReceiveAsync(answer, limit.Token);
            return count > 12 && (answer[3] & 0x0f) == 0 && answer[7] > 0;
        }
        catch (SocketException) { return false; }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { return false; }
    }
}
