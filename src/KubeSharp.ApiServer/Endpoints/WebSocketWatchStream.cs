using System.Buffers;
using System.Net.WebSockets;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>Events as messages of a WebSocket, an event a message.</summary>
internal sealed class WebSocketWatchStream(WebSocket socket, bool isText) : IWatchStream
{
    private readonly ArrayBufferWriter<byte> _events = new();
    private readonly List<int> _ends = [];

    /// <inheritdoc/>
    public IBufferWriter<byte> Writer => _events;

    /// <inheritdoc/>
    public void EndEvent() => _ends.Add(_events.WrittenCount);

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        var start = 0;
        foreach (var end in _ends)
        {
            await socket.SendAsync(_events.WrittenMemory[start..end], isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, true, cancellation).ConfigureAwait(false);
            start = end;
        }
        _events.ResetWrittenCount();
        _ends.Clear();
    }
}
