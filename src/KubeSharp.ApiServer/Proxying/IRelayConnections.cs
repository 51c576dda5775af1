namespace KubeSharp.ApiServer.Proxying;

/// <summary>How requests that are passed on reach the other side.</summary>
public interface IRelayConnections
{
    /// <summary>Sends requests; follows no redirects, and answers headers first.</summary>
    HttpMessageInvoker Client { get; }

    /// <summary>A connection for an upgrade, secured where the URL says so.</summary>
    ValueTask<Stream> ConnectAsync(Uri target, CancellationToken cancellation);
}
