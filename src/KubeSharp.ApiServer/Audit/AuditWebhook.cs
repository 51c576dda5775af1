using System.Threading.Channels;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Audit;

/// <summary>
/// Sends events to a webhook in batches (EventList): when 400 are there, or 30 s after the first. A batch that cannot be sent is tried again a
/// few times and then dropped. Source: Auditing, webhook backend, batching.
/// </summary>
public sealed class AuditWebhook : IAuditSink
{
    private const int EventsWaitingMax = 10_000;
    private const int BatchEventsMax = 400;
    private const int AttemptsMax = 4;
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(30);
    private readonly Channel<ReadOnlyMemory<byte>> _events = Channel.CreateBounded<ReadOnlyMemory<byte>>(EventsWaitingMax);
    private readonly WebhookClient _client;
    private readonly WebhookEndpoint _endpoint;
    private readonly TimeSpan _batchWait;
    private readonly TimeProvider _time;
    private readonly Task _sending;
    private long _dropped;

    /// <summary>Begins; <paramref name="batchWait"/> is how long the first event of a batch waits, upstream's default 30 s.</summary>
    public AuditWebhook(WebhookClient client, WebhookEndpoint endpoint, TimeSpan batchWait, TimeProvider time)
    {
        (_client, _endpoint, _batchWait, _time) = (client, endpoint, batchWait, time);
        _sending = Task.Run(SendAsync);
    }

    /// <summary>Events that were dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <inheritdoc/>
    public void Take(ReadOnlyMemory<byte> json)
    {
        if (!_events.Writer.TryWrite(json)) { Interlocked.Increment(ref _dropped); }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _sending.ConfigureAwait(false);
    }

    private async Task SendAsync()
    {
        var batch = new List<Node>();
        while (await _events.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            using var full = new CancellationTokenSource(_batchWait, _time);
            try
            {
                while (batch.Count < BatchEventsMax) { batch.Add(Node.Parse((await _events.Reader.ReadAsync(full.Token).ConfigureAwait(false)).Span)); }
            }
            catch (Exception e) when (e is OperationCanceledException or ChannelClosedException) { }
            await SendAsync(ObjectNode.Of(("kind", "EventList"), ("apiVersion", "audit.k8s.io/v1"), ("metadata", ObjectNode.Empty), ("items", new ArrayNode([.. batch]))), batch.Count).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(ObjectNode list, int count)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            try
            {
                await _client.PostAsync(_endpoint, list, _callMax, default).ConfigureAwait(false);
                return;
            }
            catch (WebhookException) { await Task.Delay(TimeSpan.FromSeconds(attempt), _time).ConfigureAwait(false); }
        }
        Interlocked.Add(ref _dropped, count);
    }
}
