using System.Collections.Immutable;
using System.Text;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Endpoints;
using KubeSharp.Machinery.Metrics;
using Microsoft.AspNetCore.Http;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// What the stages of a request count beside the request itself: who asked and whether they were known and let in, bodies, what admission took, what
/// lists went through. Source: Kubernetes Metrics Reference.
/// </summary>
public sealed class StageMetrics
{
    private static readonly ImmutableArray<double> _bytes = [.. Enumerable.Range(0, 7).Select(static i => Math.Pow(10, i + 3))];
    private static readonly ImmutableArray<double> _daysToExpiry = [0, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 345600, 604800, 2592000, 7776000, 15552000, 31104000];

    private readonly Metric _attempts = new("authentication_attempts", "counter", "Counter of authenticated attempts.", "result");
    private readonly Metric _authenticated = new("authenticated_user_requests", "counter", "Counter of authenticated requests broken out by username.", "username");
    private readonly Metric _authenticating = new("authentication_duration_seconds", "histogram", "Authentication duration in seconds broken out by result.", "result") { Bounds = Metric.Seconds };
    private readonly Metric _authorizations = new("authorization_attempts_total", "counter", "Counter of authorization attempts broken down by result. It can be either 'allowed', 'denied', 'no-opinion' or 'error'.", "result");
    private readonly Metric _authorizing = new("authorization_duration_seconds", "histogram", "Authorization duration in seconds broken out by result.", "result") { Bounds = Metric.Seconds };
    private readonly Metric _filters = new("apiserver_request_filter_duration_seconds", "histogram", "Request filter latency distribution in seconds, for each filter type", "filter") { Bounds = Metric.Seconds };
    private readonly Metric _expiry = new("apiserver_client_certificate_expiration_seconds", "histogram", "Distribution of the remaining lifetime on the certificate used to authenticate a request.") { Bounds = _daysToExpiry };
    private readonly Metric _bodies = new("apiserver_request_body_size_bytes", "histogram", "Apiserver request body size in bytes broken out by resource and verb.", "group", "resource", "verb") { Bounds = _bytes };
    private readonly Metric _answers = new("apiserver_response_sizes", "histogram", "Response size distribution in bytes for each group, version, verb, resource, subresource, scope and component.", "component", "group", "resource", "scope", "subresource", "verb", "version") { Bounds = _bytes };
    private readonly Metric _validations = new("field_validation_request_duration_seconds", "histogram", "Response latency distribution in seconds for each field validation value", "field_validation") { Bounds = Metric.Seconds };
    private readonly Metric _deprecated = new("apiserver_requested_deprecated_apis", "gauge", "Gauge of deprecated APIs that have been requested, broken out by API group, version, resource, subresource, and removed_release.", "group", "removed_release", "resource", "subresource", "version");

    /// <summary>What admission takes, by plug-in.</summary>
    public Metric AdmissionPlugins { get; } = new("apiserver_admission_controller_admission_duration_seconds", "histogram", "Admission controller latency histogram in seconds, identified by name and broken out for each operation and API resource and type (validate or admit).", "name", "operation", "rejected", "type") { Bounds = Metric.Seconds };

    /// <summary>What admission takes in all.</summary>
    public Metric AdmissionSteps { get; } = new("apiserver_admission_step_admission_duration_seconds", "histogram", "Admission sub-step latency histogram in seconds, broken out for each operation and API resource and step type (validate or admit).", "operation", "rejected", "type") { Bounds = Metric.Seconds };

    /// <summary>The same without buckets.</summary>
    public Metric AdmissionStepSums { get; } = new("apiserver_admission_step_admission_duration_seconds_summary", "summary", "Admission sub-step latency summary in seconds, broken out for each operation and API resource and step type (validate or admit).", "operation", "rejected", "type");

    /// <summary>What each authorizer decided.</summary>
    public Metric Decisions { get; } = new("apiserver_authorization_decisions_total", "counter", "Total number of terminal decisions made by an authorizer split by authorizer type, name, and decision.", "decision", "name", "type");

    /// <summary>Connections that did not come as far as a request.</summary>
    public Metric HandshakeErrors { get; } = new("apiserver_tls_handshake_errors_total", "counter", "Number of requests dropped with 'TLS handshake error from' error");

    /// <summary>What pods were held to, and whether they were let in.</summary>
    public Metric PodSecurity { get; } = new("pod_security_evaluations_total", "counter", "Number of policy evaluations that occurred, not counting ignored or exempt requests.", "decision", "mode", "policy_level", "policy_version", "request_operation", "resource", "subresource");

    /// <summary>Pods that were held to nothing.</summary>
    public Metric PodSecurityExemptions { get; } = new("pod_security_exemptions_total", "counter", "Number of exempt requests, not counting ignored or out of scope requests.", "request_operation", "resource", "subresource");

    /// <summary>Lists served from memory.</summary>
    public Metric Lists { get; } = new("apiserver_cache_list_total", "counter", "Number of LIST requests served from watch cache", "group", "index", "resource");

    /// <summary>Objects that lists looked at.</summary>
    public Metric ListFetched { get; } = new("apiserver_cache_list_fetched_objects_total", "counter", "Number of objects read from watch cache in the course of serving a LIST request", "group", "index", "resource");

    /// <summary>Objects that such lists had in them.</summary>
    public Metric ListReturned { get; } = new("apiserver_cache_list_returned_objects_total", "counter", "Number of objects returned for a LIST request from watch cache", "group", "resource");

    /// <summary>Lists read from the store: pages of a revision that memory has no longer.</summary>
    public Metric StoreLists { get; } = new("apiserver_storage_list_total", "counter", "Number of LIST requests served from storage", "group", "resource");

    /// <summary>Objects that such lists read.</summary>
    public Metric StoreListFetched { get; } = new("apiserver_storage_list_fetched_objects_total", "counter", "Number of objects read from storage in the course of serving a LIST request", "group", "resource");

    /// <summary>Objects that such lists looked at.</summary>
    public Metric StoreListEvaluated { get; } = new("apiserver_storage_list_evaluated_objects_total", "counter", "Number of objects tested in the course of serving a LIST request from storage", "group", "resource");

    /// <summary>Objects that such lists had in them.</summary>
    public Metric StoreListReturned { get; } = new("apiserver_storage_list_returned_objects_total", "counter", "Number of objects returned for a LIST request from storage", "group", "resource");

    /// <summary>Reads that had to be as new as the store.</summary>
    public Metric ConsistentReads { get; } = new("apiserver_watch_cache_consistent_read_total", "counter", "Counter for consistent reads from cache.", "fallback", "group", "resource", "success");

    /// <summary>How long such reads waited.</summary>
    public Metric ReadWaits { get; } = new("apiserver_watch_cache_read_wait_seconds", "histogram", "Histogram of time spent waiting for a watch cache to become fresh.", "group", "resource") { Bounds = Metric.Seconds };

    /// <summary>Somebody was asked who they are.</summary>
    public void Authenticated(HttpContext http, UserIdentity? user, TimeSpan duration, DateTimeOffset now)
    {
        var result = user is null ? "failure" : "success";
        _attempts.Add(1, result);
        _authenticating.Observe(duration.TotalSeconds, result);
        _filters.Observe(duration.TotalSeconds, "authentication");
        if (user is null) { return; }
        _authenticated.Add(1, Compressed(user.Name));
        if (http.Connection.ClientCertificate is { } certificate) { _expiry.Observe((certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalSeconds); }
    }

    // Compat: names are as many as there are users, so all but a few are one.
    private static string Compressed(string name) => name switch
    {
        "admin" or "client" or "kube_proxy" or "kubelet" or "system:serviceaccount:kube-system:default" => name,
        _ when name.Contains('@', StringComparison.Ordinal) => "email_id",
        _ => "other",
    };

    /// <summary>Somebody was let in or not.</summary>
    public void Authorized(bool isAllowed, TimeSpan duration)
    {
        var result = isAllowed ? "allowed" : "no-opinion";
        _authorizations.Add(1, result);
        _authorizing.Observe(duration.TotalSeconds, result);
        _filters.Observe(duration.TotalSeconds, "authorization");
    }

    /// <summary>A request is over.</summary>
    public void Ended(RequestInfo info, HttpContext http, TimeSpan duration)
    {
        var verb = info.Verb.ToUpperInvariant();
        if (http.Request.ContentLength is { } body and > 0) { _bodies.Observe(body, info.Group, info.Resource, info.Verb); }
        var answer = http.Response.ContentLength ?? AnswerBody.SentBytes(http);
        if (answer > 0 && !info.IsLongRunning) { _answers.Observe(answer, "apiserver", info.Group, info.Resource, info.Name.Length > 0 ? "resource" : info.Namespace.Length > 0 ? "namespace" : "cluster", info.Subresource, verb, info.Version); }
        if (info.IsResourceRequest && info.Verb is "create" or "update" or "patch") { _validations.Observe(duration.TotalSeconds, http.Request.Query["fieldValidation"].ToString() is { Length: > 0 } asked ? asked : "Warn"); }
    }

    /// <summary>A deprecated kind was asked for.</summary>
    public void Deprecated(RequestInfo info) => _deprecated.Add(1, info.Group, "", info.Resource, info.Subresource, info.Version);

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var metric in (ReadOnlySpan<Metric>)[_attempts, _authenticated, _authenticating, _authorizations, _authorizing, _filters, _expiry, _bodies, _answers, _validations, _deprecated, AdmissionPlugins, AdmissionSteps, AdmissionStepSums, Decisions, HandshakeErrors, PodSecurity, PodSecurityExemptions, Lists, ListFetched, ListReturned, StoreLists, StoreListFetched, StoreListEvaluated, StoreListReturned, ConsistentReads, ReadWaits]) { metric.Write(text); }
    }
}
