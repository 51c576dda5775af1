using System.Collections.Immutable;
using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.FlowControl;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.Audit;

/// <summary>Records requests as the policy says, at each stage. Source: Auditing.</summary>
public sealed class RequestAudit(AuditPolicy? policy, ImmutableArray<IAuditSink> sinks, TimeProvider time) : IAsyncDisposable
{
    private static readonly UserIdentity _nobody = new("", []);
    private readonly Metric _events = new("apiserver_audit_event_total", "counter", "Counter of audit events generated and sent to the audit backend.");
    private readonly Metric _levels = new("apiserver_audit_level_total", "counter", "Counter of policy levels for audit events (1 per request).", "level");

    /// <summary>Records nothing.</summary>
    public static RequestAudit None { get; } = new(null, [], TimeProvider.System);

    /// <summary>The request has come and it is known who asks.</summary>
    public void Received(RequestScope scope)
    {
        if (Rule(scope.User, scope) is not { } rule) { return; }
        var trail = new AuditTrail(rule, scope.User, time.GetUtcNow());
        scope.Http.Features.Set(trail);
        Record(scope, trail, "RequestReceived");
        // What lasts as long as the client likes is told of when it begins, too.
        if (RequestWork.IsLongRunning(scope.Info)) { scope.Http.Response.OnStarting(() => { Record(scope, trail, "ResponseStarted"); return Task.CompletedTask; }); }
    }

    /// <summary>It is not known who asks: that it was asked is recorded all the same, once.</summary>
    public void Unauthenticated(RequestScope scope)
    {
        if (Rule(_nobody, scope) is not { } rule) { return; }
        var now = time.GetUtcNow();
        Send(new AuditTrail(rule, _nobody, now).Refusal(scope, $"Authentication failed, attempted: {Authenticating.Attempted(scope.Http)}", now));
    }

    /// <summary>The answer is given, or, with <paramref name="hasPanicked"/>, there was no answer to give.</summary>
    public void Completed(RequestScope scope, bool hasPanicked)
    {
        if (policy is null || AuditTrail.Of(scope.Http) is not { } trail) { return; }
        Record(scope, trail, hasPanicked ? "Panic" : "ResponseComplete");
    }

    /// <summary>How many there were, in Prometheus' text form.</summary>
    public void WriteMetrics(StringBuilder text)
    {
        _events.Write(text);
        _levels.Write(text);
    }

    /// <summary>Writes or sends what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var sink in sinks) { await sink.DisposeAsync().ConfigureAwait(false); }
    }

    private void Record(RequestScope scope, AuditTrail trail, string stage)
    {
        if (trail.Rule.OmitStages.Contains(stage)) { return; }
        Send(trail.Event(scope, stage, time.GetUtcNow()));
    }

    private AuditRule? Rule(UserIdentity user, RequestScope scope)
    {
        if (policy is null) { return null; }
        var rule = policy.Find(user, scope.Info);
        _levels.Add(1, (rule?.Level ?? AuditLevel.None).ToString());
        return rule;
    }

    private void Send(ObjectNode recorded)
    {
        _events.Add(1);
        var json = recorded.ToUtf8();
        foreach (var sink in sinks) { sink.Take(json); }
    }
}
