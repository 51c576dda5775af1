using System.Buffers;
using System.IO.Pipelines;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Events one after the other in the body of a response.</summary>
internal sealed class ResponseWatchStream(PipeWriter body) : IWatchStream
{
    /// <inheritdoc/>
    public IBufferWriter<byte> Writer => body;

    /// <inheritdoc/>
    public void EndEvent() { }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellation) => await body.FlushAsync(cancellation).ConfigureAwait(false);
}
