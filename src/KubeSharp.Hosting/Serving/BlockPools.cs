using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace KubeSharp.Hosting.Serving;

/// <summary>
/// The memory of connections in blocks of a whole TLS record. The server's own blocks are a quarter of that, and each is encrypted, sent and read as a
/// record for itself: four times the calls for a large answer.
/// </summary>
internal sealed class BlockPools : IMemoryPoolFactory<byte>
{
    /// <inheritdoc/>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => BlockPool.OfProcess;
}
