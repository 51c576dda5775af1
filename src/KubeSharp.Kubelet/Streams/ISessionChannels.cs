using KubeSharp.Client.Streams;
using KubeSharp.Cri.Streaming;

namespace KubeSharp.Kubelet.Streams;

/// <summary>A client's channels to a process, whatever protocol carries them. One receiver, one sender.</summary>
internal interface ISessionChannels : IAsyncDisposable
{
    /// <summary>The protocol tells the end of a process as a Status; older ones tell failures as text.</summary>
    bool TellsStatus { get; }

    /// <summary>Waits until the client has opened all the channels that the session needs.</summary>
    /// <exception cref="IOException">It left.</exception>
    Task OpenAsync(ProcessSession session, CancellationToken cancellation);

    /// <summary>Sends on a channel; on one that the client did not open, nothing.</summary>
    Task SendAsync(StreamChannel channel, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>What comes next, and whether it is the last of its channel; null: the client left.</summary>
    Task<(StreamChannel Channel, ReadOnlyMemory<byte> Content, bool IsLast)?> ReceiveAsync(CancellationToken cancellation);

    /// <summary>Says that nothing more comes on any channel.</summary>
    Task EndAsync(CancellationToken cancellation);
}
