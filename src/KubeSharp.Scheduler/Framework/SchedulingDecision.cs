using System.Collections.Immutable;

namespace KubeSharp.Scheduler.Framework;

/// <summary>What was decided for a pod.</summary>
/// <param name="NodeName">Where it goes; empty: nowhere now.</param>
/// <param name="Rejections">Why the other nodes do not take it, by node.</param>
/// <param name="NodeCount">How many nodes were there.</param>
public sealed record SchedulingDecision(string NodeName, ImmutableDictionary<string, Rejection> Rejections, int NodeCount)
{
    /// <summary>What may let the pod in later.</summary>
    public ClusterEvents AwaitedEvents(Profile profile)
    {
        if (NodeCount == 0) { return ClusterEvents.Node; }
        var rejecting = Rejections.Values.Select(static r => r.Plugin).ToHashSet(StringComparer.Ordinal);
        return profile.Filters.Where(f => rejecting.Contains(f.Name)).Aggregate(ClusterEvents.None, static (events, f) => events | f.Events);
    }

    /// <summary>Why evicting others does not help, to be added to the message; <paramref name="isForbidden"/>: the pod may not have others evicted.</summary>
    public string PreemptionMessage(bool isForbidden)
    {
        if (NodeCount == 0) { return ""; }
        if (isForbidden) { return " preemption: not eligible due to preemptionPolicy=Never."; }
        var victims = Rejections.Values.Count(static r => r.IsResolvable);
        string[] reasons = [victims > 0 ? $"{victims} No preemption victims found for incoming pod" : "", Rejections.Count > victims ? $"{Rejections.Count - victims} Preemption is not helpful for scheduling" : ""];
        return $" preemption: 0/{NodeCount} nodes are available: {string.Join(", ", reasons.Where(static r => r.Length > 0).Order(StringComparer.Ordinal))}.";
    }

    /// <summary>The message for people: 0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.</summary>
    public string Message
    {
        get
        {
            if (NodeCount == 0) { return "no nodes available to schedule pods"; }
            var reasons = Rejections.Values.SelectMany(static r => r.Reasons).GroupBy(static r => r, StringComparer.Ordinal).Select(static g => $"{g.Count()} {g.Key}").Order(StringComparer.Ordinal);
            return $"0/{NodeCount} nodes are available: {string.Join(", ", reasons)}.";
        }
    }
}
