using KubeSharp.Client.Streams;

namespace KubeSharp.Cli.Streaming;

/// <summary>The channels of a program in a container, however they travel. One reader, any number of senders.</summary>
internal interface IRemoteChannels : IAsyncDisposable
{
    /// <summary>Sends bytes on a channel.</summary>
    Task SendAsync(StreamChannel channel, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Says that nothing more comes on a channel.</summary>
    Task CloseAsync(StreamChannel channel, CancellationToken cancellation);

    /// <summary>The next bytes and their channel; null at the end.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    Task<(StreamChannel Channel, ReadOnlyMemory<byte> Content)?> ReceiveAsync(CancellationToken cancellation);
}
