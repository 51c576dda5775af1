using System.Threading.Channels;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Audit;

/// <summary>
/// Sends events to a webhook in batches (EventList): when so many are there, or so long after the first. A batch that cannot be sent is tried again a
/// few times and then dropped. Source: Auditing, webhook backend, batching.
/// </summary>
public sealed class AuditWebhook : IAuditSink
{
    private const int AttemptsMax = 4;
    private static readonly TimeSpan _callMax = TimeSpan.FromSeconds(30);
    private readonly Channel<ReadOnlyMemory<byte>> _events;
    private readonly WebhookClient _client;
    private readonly AuditWebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly Task _sending;
    private long _dropped;

    /// <summary>Begins.</summary>
    public AuditWebhook(WebhookClient client, AuditWebhookOptions options, TimeProvider time)
    {
        (_client, _options, _time, _events) = (client, options, time, Channel.CreateBounded<ReadOnlyMemory<byte>>(options.EventsWaitingMax));
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
            using var full = new CancellationTokenSource(_options.BatchWait, _time);
            try
            {
                while (batch.Count < _options.BatchEventsMax) { batch.Add(Node.Parse((await _events.Reader.ReadAsync(full.Token).ConfigureAwait(false)).Span)); }
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
                await _client.PostAsync(_options.Endpoint, list, _callMax, default).ConfigureAwait(false);
                return;
            }
            catch (WebhookException) { await Task.Delay(_options.Backoff * attempt, _time).ConfigureAwait(false); }
        }
        Interlocked.Add(ref _dropped, count);
    }
}
