using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Client.Events;

/// <summary>
/// Tells what happened to objects, as core/v1 Events. The same thing happening again counts up the event that is there. Never waits and never
/// fails the caller: what cannot be sent, or comes too fast, is dropped.
/// </summary>
public sealed class EventRecorder
{
    private const int WaitingMax = 1000;
    private const int KnownMax = 4096;
    // As upstream: 25 events of one source about one object at once, then one in five minutes.
    private const int BurstMax = 25;
    private static readonly TimeSpan _refillEvery = TimeSpan.FromMinutes(5);

    private readonly IApiClient _client;
    private readonly string _component;
    private readonly string _host;
    private readonly TimeProvider _time;
    private readonly Channel<(ObjectReference About, string Type, string Reason, string Message, DateTimeOffset At)> _waiting =
        Channel.CreateBounded<(ObjectReference, string, string, string, DateTimeOffset)>(new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<(string, string, string, string, string), (string Name, int Count)> _known = [];
    private readonly ConcurrentDictionary<string, (double Tokens, DateTimeOffset At)> _allowances = new();

    /// <summary>A recorder that speaks for a component on a host (empty: none).</summary>
    public EventRecorder(IApiClient client, string component, string host, TimeProvider time)
    {
        (_client, _component, _host, _time) = (client, component, host, time);
        _ = SendAllAsync();
    }

    /// <summary>Tells that something happened. <paramref name="type"/>: Normal or Warning.</summary>
    public void Record(ObjectReference about, string type, string reason, string message) => _waiting.Writer.TryWrite((about, type, reason, message, _time.GetUtcNow()));

    /// <summary>A reference to the object, for <see cref="Record"/>.</summary>
    public static ObjectReference Reference(IApiObject value) => new()
    {
        ApiVersion = value.ApiVersion,
        Kind = value.Kind,
        Namespace = value.Metadata.Namespace,
        Name = value.Metadata.Name,
        Uid = value.Metadata.Uid,
        ResourceVersion = value.Metadata.ResourceVersion,
    };

    private async Task SendAllAsync()
    {
        await foreach (var (about, type, reason, message, at) in _waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (!IsAllowed(about, at)) { continue; }
            try { await SendAsync(about, type, reason, message, at).ConfigureAwait(false); }
            catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException) { }
        }
    }

    private async Task SendAsync(ObjectReference about, string type, string reason, string message, DateTimeOffset at)
    {
        var key = (about.Uid ?? about.Name ?? "", about.FieldPath ?? "", type, reason, message);
        var ns = string.IsNullOrEmpty(about.Namespace) ? "default" : about.Namespace;
        if (_known.TryGetValue(key, out var known))
        {
            var patch = ObjectNode.Of(("count", known.Count + 1), ("lastTimestamp", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
            try
            {
                await _client.PatchAsync<Event>(ns, known.Name, PatchKind.Strategic, patch.ToUtf8(), "", new PatchOptions(), default).ConfigureAwait(false);
                _known[key] = known with { Count = known.Count + 1 };
                return;
            }
            // It has grown old and is gone: a new one.
            catch (StatusException e) when (e.Is(StatusReason.NotFound)) { _known.Remove(key); }
        }
        if (_known.Count >= KnownMax) { _known.Clear(); }
        var name = $"{about.Name}.{at.UtcTicks.ToString("x", CultureInfo.InvariantCulture)}";
        await _client.CreateAsync(new Event
        {
            Metadata = new ObjectMeta { Name = name, Namespace = ns },
            InvolvedObject = about,
            Type = type,
            Reason = reason,
            Message = message,
            Count = 1,
            FirstTimestamp = at,
            LastTimestamp = at,
            Source = new EventSource { Component = _component, Host = _host.Length > 0 ? _host : null },
            ReportingComponent = _component,
            ReportingInstance = _host,
        }, default).ConfigureAwait(false);
        _known[key] = (name, 1);
    }

    private bool IsAllowed(ObjectReference about, DateTimeOffset now)
    {
        var key = about.Uid ?? $"{about.Namespace}/{about.Name}";
        var (tokens, at) = _allowances.GetValueOrDefault(key, (BurstMax, now));
        tokens = Math.Min(BurstMax, tokens + ((now - at) / _refillEvery));
        if (_allowances.Count > KnownMax) { _allowances.Clear(); }
        _allowances[key] = (tokens < 1 ? tokens : tokens - 1, now);
        return tokens >= 1;
    }
}
