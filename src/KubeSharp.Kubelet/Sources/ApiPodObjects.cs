using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Kubelet.Certificates;
using KubeSharp.Kubelet.Containers;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Sources;

/// <summary>Objects that pods refer to, from the API server.</summary>
internal sealed class ApiPodObjects : IPodObjectSource, IAsyncDisposable
{
    private readonly ReferencedObjects<ConfigMap> _configMaps;
    private readonly ReferencedObjects<Secret> _secrets;
    private readonly ServiceAccountTokens _tokens;
    private readonly TrustBundles _bundles;
    private readonly PodCertificates _certificates;
    private readonly Informer<Service> _services;

    /// <summary><paramref name="podChanged"/> is called with the uid of a pod whose objects changed.</summary>
    public ApiPodObjects(IApiClient client, Informer<Service> services, PodCertificates certificates, TimeProvider time, ILogger logger, Action<string> podChanged)
    {
        _configMaps = new(client, time, logger, podChanged);
        _secrets = new(client, time, logger, podChanged);
        _tokens = new(client, time);
        _bundles = new(client, time);
        (_services, _certificates) = (services, certificates);
    }

    /// <summary>Tokens of pods' service accounts.</summary>
    public ServiceAccountTokens Tokens => _tokens;

    /// <inheritdoc/>
    public async Task<PodObjects> ObserveAsync(Pod pod, CancellationToken cancellation)
    {
        var (uid, ns) = (pod.Metadata.Uid ?? "", pod.Metadata.Namespace ?? "");
        var references = PodReferences.Of(pod.Spec);
        var maps = ImmutableDictionary.CreateBuilder<string, ConfigMap>(StringComparer.Ordinal);
        var secrets = ImmutableDictionary.CreateBuilder<string, Secret>(StringComparer.Ordinal);
        foreach (var name in references.ConfigMaps)
        {
            if (await _configMaps.GetAsync(uid, ns, name, cancellation) is { } found) { maps[name] = found; }
        }
        foreach (var name in references.Secrets)
        {
            if (await _secrets.GetAsync(uid, ns, name, cancellation) is { } found) { secrets[name] = found; }
        }
        await _services.WaitForSyncAsync(cancellation);
        return new PodObjects
        {
            ConfigMaps = maps.ToImmutable(),
            Secrets = secrets.ToImmutable(),
            Services = Services(pod),
            Tokens = await TokensAsync(pod, cancellation),
            TrustBundles = await _bundles.GetAsync(pod, cancellation),
            Certificates = await _certificates.GetAsync(pod, cancellation),
        };
    }

    /// <inheritdoc/>
    public DateTimeOffset? RenewAt(Pod pod)
    {
        var uid = pod.Metadata.Uid ?? "";
        return new[] { _tokens.RenewAt(uid), _bundles.RenewAt(uid), _certificates.LookAt(uid) }.Min();
    }

    /// <inheritdoc/>
    public void Release(string podUid)
    {
        _configMaps.Release(podUid);
        _secrets.Release(podUid);
        _tokens.Release(podUid);
        _bundles.Release(podUid);
        _certificates.Release(podUid);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _configMaps.DisposeAsync();
        await _secrets.DisposeAsync();
    }

    // The API server's own service is always known; those of the pod's namespace unless the pod wants no links.
    private ImmutableArray<Service> Services(Pod pod)
    {
        var found = pod.Spec.EnableServiceLinks != false
            ? _services.Cache.List(pod.Metadata.Namespace).Where(static s => s.Spec.Type != "ExternalName").OrderBy(static s => s.Metadata.Name, StringComparer.Ordinal).ToList() : [];
        if (_services.Cache.Get("default", "kubernetes") is { } server && !found.Any(static s => s.Metadata.Name == "kubernetes")) { found.Add(server); }
        return [.. found];
    }

    private async Task<ImmutableDictionary<string, string>> TokensAsync(Pod pod, CancellationToken cancellation)
    {
        var tokens = ImmutableDictionary<string, string>.Empty;
        foreach (var volume in pod.Spec.Volumes)
        {
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                if (source.ServiceAccountToken is { } token) { tokens = tokens.SetItem($"{volume.Name}/{token.Path}", await _tokens.GetAsync(pod, volume.Name, token, cancellation)); }
            }
        }
        return tokens;
    }
}
