using System.Collections.Immutable;
using KubeSharp.ApiServer;
using KubeSharp.ApiServer.Audit;
using KubeSharp.ApiServer.Webhooks;
using KubeSharp.Hosting.Flags;

namespace KubeSharp.Roles;

/// <summary>The flags of kube-apiserver that say which requests are recorded, and where.</summary>
internal sealed class AuditFlags(FlagSet flags)
{
    private const int EventBytesMax = 102_400;
    private readonly Flag<string> _policy = flags.Text("audit-policy-file", "", "which requests are recorded, and how much of them");
    private readonly Flag<string> _log = flags.Text("audit-log-path", "", "file that they are recorded in; -: the standard output");
    private readonly Flag<string> _logFormat = flags.Text("audit-log-format", "json", "json");
    private readonly Flag<int> _logSizeMax = flags.Whole("audit-log-maxsize", 100, "size at which it is turned over, MiB");
    private readonly Flag<int> _logFilesMax = flags.Whole("audit-log-maxbackup", 0, "old files kept; 0: all");
    private readonly Flag<int> _logDaysMax = flags.Whole("audit-log-maxage", 0, "days that old files are kept; 0: for ever");
    private readonly Flag<bool> _isLogCompressed = flags.Switch("audit-log-compress", false, "old files are compressed");
    private readonly Flag<bool> _isLogTruncated = flags.Switch("audit-log-truncate-enabled", false, "events that are too large lose their bodies");
    private readonly Flag<int> _logEventMax = flags.Whole("audit-log-truncate-max-event-size", EventBytesMax, "largest event, bytes");
    private readonly Flag<string> _webhook = flags.Text("audit-webhook-config-file", "", "kubeconfig of a webhook that they are sent to");
    private readonly Flag<int> _webhookWaitingMax = flags.Whole("audit-webhook-batch-buffer-size", 10_000, "events that wait to be sent");
    private readonly Flag<int> _webhookBatchMax = flags.Whole("audit-webhook-batch-max-size", 400, "events of a batch");
    private readonly Flag<TimeSpan> _webhookWait = flags.Duration("audit-webhook-batch-max-wait", TimeSpan.FromSeconds(30), "how long the first event of a batch waits");
    private readonly Flag<TimeSpan> _webhookBackoff = flags.Duration("audit-webhook-initial-backoff", TimeSpan.FromSeconds(10), "how long it waits before it is sent again");
    private readonly Flag<string> _webhookMode = flags.Text("audit-webhook-mode", "batch", "batch, or blocking: each event by itself and at once");
    private readonly Flag<bool> _isWebhookTruncated = flags.Switch("audit-webhook-truncate-enabled", false, "events that are too large lose their bodies");
    private readonly Flag<int> _webhookEventMax = flags.Whole("audit-webhook-truncate-max-event-size", EventBytesMax, "largest event, bytes");

    /// <summary>The options with what the flags say.</summary>
    /// <exception cref="FlagException">A file does not hold.</exception>
    public ApiServerOptions Apply(ApiServerOptions options, TimeProvider time)
    {
        // Compat: where requests are recorded without a policy, none is.
        if (!_policy.IsGiven || !(_log.IsGiven || _webhook.IsGiven)) { return options; }
        if (_logFormat.Value != "json") { throw new FlagException($"--audit-log-format: invalid audit log format {_logFormat.Value}, allowed formats are \"json\""); }
        if (_webhookMode.Value is not ("batch" or "blocking")) { throw new FlagException($"--audit-webhook-mode: invalid audit webhook mode {_webhookMode.Value}, allowed modes are \"batch,blocking\""); }
        AuditPolicy policy;
        try { policy = AuditPolicy.Read(File.ReadAllText(_policy.Value)); }
        catch (FormatException e) { throw new FlagException($"--audit-policy-file: {e.Message}"); }
        var endpoint = _webhook.IsGiven ? WebhookConfigurationFile.Read(_webhook.Value) : null;
        return options with { Audit = client => new RequestAudit(policy, Sinks(client, endpoint, time), time) };
    }

    private ImmutableArray<IAuditSink> Sinks(WebhookClient client, WebhookEndpoint? endpoint, TimeProvider time)
    {
        var sinks = ImmutableArray.CreateBuilder<IAuditSink>();
        if (_log.IsGiven) { sinks.Add(Truncated(_log.Value == "-" ? new AuditOutput(Console.OpenStandardOutput()) : new AuditLog(LogOptions(), time), _isLogTruncated, _logEventMax)); }
        if (endpoint is not null) { sinks.Add(Truncated(new AuditWebhook(client, WebhookOptions(endpoint), time), _isWebhookTruncated, _webhookEventMax)); }
        return sinks.ToImmutable();
    }

    private static IAuditSink Truncated(IAuditSink sink, Flag<bool> isTruncated, Flag<int> bytesMax) => isTruncated.Value ? new TruncatingSink(sink, bytesMax.Value) : sink;

    private AuditLogOptions LogOptions() => new(_log.Value)
    {
        BytesMax = _logSizeMax.Value * 1024L * 1024,
        FilesMax = _logFilesMax.Value,
        AgeMax = TimeSpan.FromDays(_logDaysMax.Value),
        IsCompressed = _isLogCompressed.Value,
    };

    private AuditWebhookOptions WebhookOptions(WebhookEndpoint endpoint) => new(endpoint)
    {
        EventsWaitingMax = _webhookWaitingMax.Value,
        BatchEventsMax = _webhookMode.Value == "blocking" ? 1 : _webhookBatchMax.Value,
        BatchWait = _webhookWait.Value,
        Backoff = _webhookBackoff.Value,
    };
}
