using System.Collections.Immutable;

namespace KubeSharp.Kubelet.Eviction;

/// <summary>Thresholds that count only when they have been crossed for a while. Source: Node-pressure Eviction, soft eviction thresholds.</summary>
/// <param name="thresholds">Them.</param>
public sealed class SoftThresholds(ImmutableArray<EvictionThreshold> thresholds)
{
    private readonly Dictionary<EvictionThreshold, DateTimeOffset> _since = [];

    /// <summary>Those that count now.</summary>
    public ImmutableArray<EvictionThreshold> Due(EvictionSignals signals, DateTimeOffset now)
    {
        foreach (var threshold in thresholds)
        {
            if (!threshold.IsCrossed(signals, _since.ContainsKey(threshold))) { _since.Remove(threshold); }
            else { _since.TryAdd(threshold, now); }
        }
        return [.. thresholds.Where(t => _since.TryGetValue(t, out var since) && now - since >= TimeSpan.FromSeconds(t.GraceSeconds))];
    }
}
