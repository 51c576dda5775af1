namespace KubeSharp.Cri.Streaming;

/// <summary>Serves the streams of a runtime that has no streaming server of its own. What is offered is taken up once, soon, or not at all.</summary>
public interface IStreamServer
{
    /// <summary>Where a client finds the session.</summary>
    Uri Offer(ProcessSession session);

    /// <summary>Where a client finds the ports of a sandbox.</summary>
    /// <param name="connect">Connects to a port. Failures are <see cref="CriException"/> and <see cref="IOException"/>.</param>
    Uri OfferPorts(Func<int, CancellationToken, Task<Stream>> connect);
}
