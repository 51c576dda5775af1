using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Resources.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Scheduler.Devices;

/// <summary>All devices that drivers offer. Immutable. Source: Dynamic Resource Allocation, resource slices and pools.</summary>
public sealed class DeviceInventory
{
    private readonly ImmutableArray<DeviceCandidate> _all;
    private readonly ImmutableDictionary<(string Driver, string Pool, string Set), CounterSet> _counters;

    private DeviceInventory(ImmutableArray<DeviceCandidate> all, ImmutableDictionary<(string, string, string), CounterSet> counters) => (_all, _counters) = (all, counters);

    /// <summary>Of a pool only the newest generation counts, and only when all its slices are there.</summary>
    public static DeviceInventory Of(IEnumerable<ResourceSlice> slices)
    {
        var devices = ImmutableArray.CreateBuilder<DeviceCandidate>();
        var counters = ImmutableDictionary.CreateBuilder<(string, string, string), CounterSet>();
        foreach (var pool in slices.GroupBy(static s => (s.Spec.Driver, s.Spec.Pool.Name)).OrderBy(static p => p.Key))
        {
            var newest = pool.Max(static s => s.Spec.Pool.Generation);
            var current = pool.Where(s => s.Spec.Pool.Generation == newest).OrderBy(static s => s.Metadata.Name, StringComparer.Ordinal).ToList();
            if (current.Count < current[0].Spec.Pool.ResourceSliceCount) { continue; }
            foreach (var slice in current)
            {
                devices.AddRange(slice.Spec.Devices.Select(d => new DeviceCandidate(slice, d)));
                foreach (var set in slice.Spec.SharedCounters) { counters[(slice.Spec.Driver, slice.Spec.Pool.Name, set.Name)] = set; }
            }
        }
        return new(devices.ToImmutable(), counters.ToImmutable());
    }

    /// <summary>The devices that can be reached from a node, in order.</summary>
    public IEnumerable<DeviceCandidate> On(Node node) => _all.Where(c => Reaches(c, node));

    /// <summary>The device; null: it is no longer offered.</summary>
    public DeviceCandidate? Find(DeviceKey key) => _all.FirstOrDefault(c => c.Key == key);

    /// <summary>Counters that devices of a pool share; null: there are none of that name.</summary>
    public CounterSet? Counters(DeviceKey of, string set) => _counters.GetValueOrDefault((of.Driver, of.Pool, set));

    /// <summary>The nodes from which the device can be reached; null: all.</summary>
    public static NodeSelector? ReachedFrom(DeviceCandidate candidate)
    {
        var (name, selector, _) = Place(candidate);
        return name.Length > 0 ? new NodeSelector { NodeSelectorTerms = [new NodeSelectorTerm { MatchFields = [new NodeSelectorRequirement { Key = "metadata.name", Operator = "In", Values = [name] }] }] } : selector;
    }

    private static bool Reaches(DeviceCandidate candidate, Node node)
    {
        var (name, selector, isEverywhere) = Place(candidate);
        return isEverywhere || (name.Length > 0 ? name == node.Metadata.Name : selector?.Matches(node) == true);
    }

    // Said of the slice, or of each of its devices.
    private static (string Name, NodeSelector? Selector, bool IsEverywhere) Place(DeviceCandidate candidate)
    {
        var (slice, device) = (candidate.Slice.Spec, candidate.Device);
        return slice.PerDeviceNodeSelection == true ? (device.NodeName ?? "", device.NodeSelector, device.AllNodes == true) : (slice.NodeName ?? "", slice.NodeSelector, slice.AllNodes == true);
    }
}
