using System.Buffers;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Where a watch's events go.</summary>
internal interface IWatchStream
{
    /// <summary>Takes the bytes of an event.</summary>
    IBufferWriter<byte> Writer { get; }

    /// <summary>What was written since the last end is an event.</summary>
    void EndEvent();

    /// <summary>Sends the events that are ended; waits while the client is slow.</summary>
    ValueTask FlushAsync(CancellationToken cancellation);
}
