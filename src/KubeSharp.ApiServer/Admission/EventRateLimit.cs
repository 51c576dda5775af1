using System.Collections.Immutable;
using KubeSharp.ApiServer.Admission.Configuration;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Rates;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>
/// Takes no more events than its limits allow, of all or of each namespace, user, or source and object. Off by default, for it needs limits.
/// Source: Admission Control in Kubernetes, EventRateLimit.
/// </summary>
public sealed class EventRateLimit(ImmutableArray<EventLimit> limits, TimeProvider time) : IAdmissionPlugin
{
    private const int RetryAfterSeconds = 1;
    private static readonly string[] _source = ["component", "host"];
    private static readonly string[] _involved = ["kind", "namespace", "name", "uid", "apiVersion"];
    private readonly ImmutableArray<(EventLimit Limit, TokenBuckets Buckets)> _limits = [.. limits.Select(l => (l, new TokenBuckets(l.PerSecond, l.Burst, l.Type == "Server" ? 1 : l.KeysMax, time)))];

    /// <inheritdoc/>
    public string Name => "EventRateLimit";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Resource.Kind == "Event" && request.Operation is AdmissionOperation.Create or AdmissionOperation.Update && !request.DryRun;

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        // Each limit counts the event, those behind one that refuses too.
        var reached = new List<string>();
        foreach (var (limit, buckets) in _limits)
        {
            var key = Key(limit.Type, request);
            if (!buckets.TryTake(key)) { reached.Add($"Too many requests: limit reached on type {limit.Type} for key {key}"); }
        }
        if (reached.Count == 0) { return default; }
        throw StatusException.TooManyRequests("Too many requests: " + (reached.Count == 1 ? reached[0] : $"[{string.Join(", ", reached)}]"), RetryAfterSeconds);
    }

    private static string Key(string type, AdmissionRequest request) => type switch
    {
        "Namespace" => request.Namespace,
        "User" => request.User.Name,
        "SourceAndObject" => SourceAndObject(request.Object!),
        _ => "",
    };

    // An event of either group: events.k8s.io says the same by other names.
    private static string SourceAndObject(ObjectNode value)
    {
        var (source, involved) = (value.Has("deprecatedSource") ? value.Object("deprecatedSource") : value.Object("source"), value.Has("regarding") ? value.Object("regarding") : value.Object("involvedObject"));
        return string.Concat(_source.Select(f => source.Text(f)).Concat(_involved.Select(f => involved.Text(f))));
    }
}
