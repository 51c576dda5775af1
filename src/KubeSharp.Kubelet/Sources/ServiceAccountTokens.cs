using System.Collections.Concurrent;
using System.Globalization;
using KubeSharp.Api.Authentication.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Volumes;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Tokens of service accounts bound to pods, renewed before they end. Source: Managing Service Accounts, bound tokens.</summary>
internal sealed class ServiceAccountTokens(IApiClient client, TimeProvider time)
{
    private const long LifetimeDefaultSeconds = 3600;
    private const double RenewAfterShare = 0.8;
    private const int RenewAfterHours = 24;
    private readonly ConcurrentDictionary<(string Uid, string Path), Held> _held = new();

    /// <summary>A token that is good for a while.</summary>
    /// <exception cref="VolumeException">The server gave none.</exception>
    public async Task<string> GetAsync(Pod pod, string volume, ServiceAccountTokenProjection projection, CancellationToken cancellation) =>
        (await GetWithEndAsync(pod, volume, projection, cancellation)).Token;

    /// <summary>The same, with the time at which it ends.</summary>
    /// <exception cref="VolumeException">The server gave none.</exception>
    public async Task<(string Token, DateTimeOffset EndsAt)> GetWithEndAsync(Pod pod, string volume, ServiceAccountTokenProjection projection, CancellationToken cancellation)
    {
        var key = (pod.Metadata.Uid ?? "", $"{volume}/{projection.Path}");
        if (_held.TryGetValue(key, out var held) && held.RenewAt > time.GetUtcNow()) { return (held.Token, held.EndsAt); }
        try
        {
            var fresh = await RequestAsync(pod, projection, cancellation);
            _held[key] = fresh;
            return (fresh.Token, fresh.EndsAt);
        }
        catch (Exception e) when (e is StatusException or HttpRequestException)
        {
            // A token that is still good is better than none.
            if (held is not null && held.EndsAt > time.GetUtcNow()) { return (held.Token, held.EndsAt); }
            throw new VolumeException($"MountVolume.SetUp failed for volume \"{volume}\" : failed to fetch token: {e.Message}", e);
        }
    }

    /// <summary>When the first token of the pod is to be renewed; null: it has none.</summary>
    public DateTimeOffset? RenewAt(string uid)
    {
        DateTimeOffset? first = null;
        foreach (var (key, held) in _held)
        {
            if (key.Uid == uid && (first is null || held.RenewAt < first)) { first = held.RenewAt; }
        }
        return first;
    }

    /// <summary>The pod is gone.</summary>
    public void Release(string uid)
    {
        foreach (var key in _held.Keys)
        {
            if (key.Uid == uid) { _held.TryRemove(key, out _); }
        }
    }

    private async Task<Held> RequestAsync(Pod pod, ServiceAccountTokenProjection projection, CancellationToken cancellation)
    {
        var asked = projection.ExpirationSeconds ?? LifetimeDefaultSeconds;
        var request = new TokenRequest
        {
            Spec = new TokenRequestSpec
            {
                Audiences = string.IsNullOrEmpty(projection.Audience) ? [] : [projection.Audience],
                ExpirationSeconds = asked,
                BoundObjectRef = new BoundObjectReference { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            },
        };
        var account = pod.Spec.ServiceAccountName is { Length: > 0 } name ? name : "default";
        var answer = await client.CreateSubresourceAsync<ServiceAccount>(pod.Metadata.Namespace, account, "token", request, cancellation);
        var token = answer.TextAt("status", "token") is { Length: > 0 } text ? text : throw new VolumeException("the server answered no token");
        var now = time.GetUtcNow();
        var ends = DateTimeOffset.TryParse(answer.TextAt("status", "expirationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : now.AddSeconds(asked);
        // Servers may give a longer life than was asked for; what was asked for decides when to renew.
        var share = TimeSpan.FromSeconds(Math.Min(asked, (ends - now).TotalSeconds) * RenewAfterShare);
        var renew = now + (share < TimeSpan.FromHours(RenewAfterHours) ? share : TimeSpan.FromHours(RenewAfterHours));
        return new Held(token, renew, ends);
    }

    private sealed record Held(string Token, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
}
