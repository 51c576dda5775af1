using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Replication;

namespace KubeSharp.Controllers.DaemonSets;

/// <summary>Which old pods make room for new ones. Pure. Source: Perform a Rolling Update on a DaemonSet; KEP-1591 (surge).</summary>
internal static class DaemonRollout
{
    /// <summary>Pods to delete and nodes that get a second pod now. <paramref name="nodes"/>: the pods of each node that should run one.</summary>
    public static (ImmutableArray<Pod> Delete, ImmutableArray<string> Surge) Next(DaemonSet set, IReadOnlyDictionary<string, Pod[]> nodes, Func<Pod, bool> isUpdated, DateTimeOffset now)
    {
        var rolling = set.Spec.UpdateStrategy.RollingUpdate;
        var surge = rolling?.MaxSurge?.Resolve(nodes.Count, roundUp: true) ?? 0;
        var unavailable = rolling?.MaxUnavailable?.Resolve(nodes.Count, roundUp: true) ?? 1;
        if (surge == 0 && unavailable == 0) { unavailable = 1; }
        var minReady = set.Spec.MinReadySeconds ?? 0;
        var states = nodes.Select(n => new NodePods(n.Key,
            n.Value.FirstOrDefault(p => !isUpdated(p) && p.Metadata.DeletionTimestamp is null), n.Value.FirstOrDefault(p => isUpdated(p) && p.Metadata.DeletionTimestamp is null),
            p => ReplicaPlan.IsAvailable(p, minReady, now))).OrderBy(static n => n.Node, StringComparer.Ordinal).ToArray();
        return surge == 0 ? (Replace(states, unavailable), []) : Surge(states, surge, unavailable);
    }

    // Old pods that do not work cost nothing; of those that do only as many go as may be missing.
    private static ImmutableArray<Pod> Replace(NodePods[] nodes, int unavailable)
    {
        var missing = nodes.Count(static n => !n.HasAvailable);
        var broken = nodes.Where(static n => n.Old is not null && n.New is null && !n.HasAvailable).Select(static n => n.Old!);
        var working = nodes.Where(static n => n.Old is not null && n.New is null && n.HasAvailable).Select(static n => n.Old!);
        return [.. broken, .. working.Take(Math.Max(0, unavailable - missing))];
    }

    private static (ImmutableArray<Pod> Delete, ImmutableArray<string> Surge) Surge(NodePods[] nodes, int surge, int unavailable)
    {
        var running = nodes.Count(static n => n.Old is not null && n.New is not null && !n.IsNewAvailable);
        var replaced = nodes.Where(static n => n.Old is not null && n.IsNewAvailable).Select(static n => n.Old!);
        var waiting = nodes.Where(static n => n.Old is not null && n.New is null).ToArray();
        var broken = waiting.Where(static n => !n.HasAvailable).ToArray();
        var missing = nodes.Count(static n => !n.HasAvailable);
        var given = waiting.Except(broken).Take(Math.Max(0, surge - running)).ToArray();
        var taken = waiting.Except(broken).Except(given).Take(Math.Max(0, unavailable - missing)).Select(static n => n.Old!);
        return ([.. replaced, .. broken.Select(static n => n.Old!), .. taken], [.. given.Select(static n => n.Node)]);
    }

    private sealed record NodePods(string Node, Pod? Old, Pod? New, Func<Pod, bool> IsAvailable)
    {
        public bool IsNewAvailable => New is not null && IsAvailable(New);

        public bool HasAvailable => IsNewAvailable || (Old is not null && IsAvailable(Old));
    }
}
