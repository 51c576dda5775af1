using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Devices;

/// <summary>Devices of all kinds; named ones are looked up where the runtime does not do it.</summary>
/// <param name="kinds">Who gives devices.</param>
/// <param name="named">Looks devices up by their names.</param>
/// <param name="runtimeKnowsNames">The runtime does it itself.</param>
internal sealed class AllDevices(IReadOnlyList<IContainerDevices> kinds, NamedDevices named, Func<bool> runtimeKnowsNames) : IContainerDevices
{
    /// <inheritdoc/>
    public async Task<DeviceGrant> GrantAsync(Pod pod, Container container, CancellationToken cancellation)
    {
        var grant = DeviceGrant.None;
        foreach (var kind in kinds) { grant = grant.With(await kind.GrantAsync(pod, container, cancellation)); }
        return grant.Named.IsEmpty || runtimeKnowsNames() ? grant : (grant with { Named = [] }).With(named.Resolve(grant.Named));
    }

    /// <inheritdoc/>
    public ImmutableDictionary<string, ApiList<ResourceStatus>> HealthOf(string podUid) =>
        kinds.SelectMany(k => k.HealthOf(podUid)).GroupBy(static h => h.Key, StringComparer.Ordinal).ToImmutableDictionary(static g => g.Key, static g => g.SelectMany(static h => h.Value).ToApiList(), StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task ReleaseAsync(Pod pod, CancellationToken cancellation)
    {
        foreach (var kind in kinds) { await kind.ReleaseAsync(pod, cancellation); }
    }
}
