using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.Nodes;

/// <summary>The states of all zones, and whose turn it is to lose its pods. Source: Nodes, rate limits on eviction.</summary>
public sealed class NodeZones(NodeHealthOptions options)
{
    private readonly Dictionary<string, Zone> _zones = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private bool _allGone;

    /// <summary>The zone of a node: region and zone, empty where it names neither.</summary>
    public static string Of(Node node)
    {
        var labels = node.Metadata.Labels;
        var zone = labels.Get("failure-domain.beta.kubernetes.io/zone") ?? labels.Get("topology.kubernetes.io/zone") ?? "";
        var region = labels.Get("failure-domain.beta.kubernetes.io/region") ?? labels.Get("topology.kubernetes.io/region") ?? "";
        return zone.Length + region.Length == 0 ? "" : $"{region}:\0:{zone}";
    }

    /// <summary>The state of a zone of so many nodes.</summary>
    public static ZoneState StateOf(int ready, int notReady, double unhealthyShare) => (ready, notReady) switch
    {
        (0, > 0) => ZoneState.FullDisruption,
        (_, > 2) when (double)notReady / (ready + notReady) >= unhealthyShare => ZoneState.PartialDisruption,
        _ => ZoneState.Normal,
    };

    /// <summary>Nodes a second that may lose their pods in a zone; 0: none.</summary>
    public static double RateOf(ZoneState state, int nodes, NodeHealthOptions options) =>
        state != ZoneState.PartialDisruption ? options.EvictionRate : nodes > options.LargeZoneNodes ? options.SecondaryEvictionRate : 0;

    /// <summary>Takes in how all nodes are. True: some are ready again after none was, so that silence is to be counted afresh.</summary>
    public bool Observe(IEnumerable<(string Zone, bool IsReady)> nodes, DateTimeOffset now)
    {
        lock (_lock)
        {
            var seen = nodes.GroupBy(static n => n.Zone, StringComparer.Ordinal)
                .Select(z => (Name: z.Key, Nodes: z.Count(), State: StateOf(z.Count(static n => n.IsReady), z.Count(static n => !n.IsReady), options.UnhealthyZoneShare))).ToArray();
            foreach (var gone in _zones.Keys.Except(seen.Select(static z => z.Name)).ToArray()) { _zones.Remove(gone); }
            foreach (var (name, count, state) in seen)
            {
                var zone = _zones.GetValueOrDefault(name) ?? new Zone(options.EvictionRate, 1, now);
                _zones[name] = zone.At(now) with { Rate = RateOf(state, count, options) };
            }
            var wasAllGone = _allGone;
            _allGone = seen.Length > 0 && seen.All(static z => z.State == ZoneState.FullDisruption);
            return wasAllGone && !_allGone;
        }
    }

    /// <summary>Decides for a node of the zone; one that waits takes its turn where there is one.</summary>
    public Evicting Take(string zone, bool waits, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_allGone) { return Evicting.Suspended; }
            if (!waits || !_zones.TryGetValue(zone, out var known)) { return Evicting.Later; }
            known = known.At(now);
            var isTurn = known.Rate > 0 && known.Turns >= 1;
            _zones[zone] = isTurn ? known with { Turns = known.Turns - 1 } : known;
            return isTurn ? Evicting.Now : Evicting.Later;
        }
    }

    // Turns that are saved up never exceed one.
    private sealed record Zone(double Rate, double Turns, DateTimeOffset Since)
    {
        public Zone At(DateTimeOffset now) => this with { Turns = Math.Min(1, Turns + Math.Max(0, (now - Since).TotalSeconds * Rate)), Since = now };
    }
}
