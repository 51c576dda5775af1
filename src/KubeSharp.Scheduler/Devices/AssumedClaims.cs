using System.Collections.Concurrent;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Client.Informers;
using ResourceClaim = KubeSharp.Api.Resources.V1.ResourceClaim;

namespace KubeSharp.Scheduler.Devices;

/// <summary>Claims of devices as they are, and those that were just allocated as they are about to be.</summary>
public sealed class AssumedClaims(ObjectCache<ResourceClaim> cache)
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), ResourceClaim> _assumed = new();

    /// <summary>The claim; null: there is none. What was assumed of it counts until the cache shows it allocated.</summary>
    public ResourceClaim? Find(string ns, string name)
    {
        var there = cache.Get(ns, name);
        if (!_assumed.TryGetValue((ns, name), out var assumed)) { return there; }
        var isOver = there is null || there.Metadata.Uid != assumed.Metadata.Uid || (there.Metadata.ResourceVersion != assumed.Metadata.ResourceVersion && there.Status.Allocation is not null);
        if (isOver) { _assumed.TryRemove((ns, name), out _); }
        return isOver ? there : assumed;
    }

    /// <summary>All of them.</summary>
    public IEnumerable<ResourceClaim> All => cache.List().Select(c => Find(c.Metadata.Namespace ?? "", c.Metadata.Name ?? "") ?? c);

    /// <summary>The claim is about to be so.</summary>
    public void Put(ResourceClaim claim) => _assumed[(claim.Metadata.Namespace ?? "", claim.Metadata.Name ?? "")] = claim;

    /// <summary>It could not be written: what the cache says counts again.</summary>
    public void Forget(ResourceClaim claim) => _assumed.TryRemove((claim.Metadata.Namespace ?? "", claim.Metadata.Name ?? ""), out _);
}
