using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// What a client still sends of a request that is refused before anybody has read its body. Over HTTP/2 the stream would be reset with the rest unread,
/// and a client that meets the reset before the answer (curl 7 does, every second time) tells of an error instead of it.
/// </summary>
internal static class UnreadBody
{
    /// <summary>What is skipped at most; a client that sends more is reset.</summary>
    private const long BytesMax = 1 << 20;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads what comes, as far as it is little and comes soon.</summary>
    public static async Task SkipAsync(HttpContext http)
    {
        if (http.Request.Protocol != HttpProtocol.Http2 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }) { return; }
        // What is written is sent: who waits for the answer need not end the body first.
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(_patience);
        for (var skipped = 0L; skipped < BytesMax;)
        {
            var read = await http.Request.BodyReader.ReadAsync(limit.Token).ConfigureAwait(false);
            skipped += read.Buffer.Length;
            http.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled) { return; }
        }
    }
}
