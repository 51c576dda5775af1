using System.Net.Security;

namespace KubeSharp.ApiServer.Proxying;

/// <summary>Connections to pods, whoever signed for them; they do not get to see the server's own certificate.</summary>
internal sealed class PodConnections(Egress egress) : IRelayConnections, IDisposable
{
    private static SslClientAuthenticationOptions Tls => new() { RemoteCertificateValidationCallback = static (_, _, _, _) => true };

    /// <inheritdoc/>
    public HttpMessageInvoker Client { get; } = RelayDial.Sender(Tls, egress);

    /// <inheritdoc/>
    public ValueTask<Stream> ConnectAsync(Uri target, CancellationToken cancellation) => RelayDial.ConnectAsync(target, Tls, egress, cancellation);

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();
}
