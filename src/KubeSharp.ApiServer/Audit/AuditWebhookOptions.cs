using KubeSharp.ApiServer.Webhooks;

namespace KubeSharp.ApiServer.Audit;

/// <summary>Where audit events are sent and how, as --audit-webhook-config-file and --audit-webhook-batch-*.</summary>
/// <param name="Endpoint">The webhook.</param>
public sealed record AuditWebhookOptions(WebhookEndpoint Endpoint)
{
    /// <summary>Events that wait to be sent; those beyond are dropped; default 10,000.</summary>
    public int EventsWaitingMax { get; init; } = 10_000;
    /// <summary>Events of a batch; default 400.</summary>
    public int BatchEventsMax { get; init; } = 400;
    /// <summary>How long the first event of a batch waits; default 30 s.</summary>
    public TimeSpan BatchWait { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>How long it waits before the second attempt, and as much more before each further one; default 10 s.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(10);
}
