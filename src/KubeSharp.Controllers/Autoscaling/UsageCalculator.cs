using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>How many replicas a usage of pods wants. Pure. Source: Horizontal Pod Autoscaling, algorithm details.</summary>
public static class UsageCalculator
{
    private static readonly TimeSpan _initializes = TimeSpan.FromMinutes(5), _firstReadiness = TimeSpan.FromSeconds(30);

    /// <summary>Replicas, and what is used on average: in thousandths, and in percent of what is asked for (null: the target is no share).</summary>
    /// <param name="current">Replicas now.</param>
    /// <param name="pods">The target's pods.</param>
    /// <param name="usage">What each pod uses; one that is not there has none.</param>
    /// <param name="asked">What a pod asks for in thousandths; null: it does not say.</param>
    /// <param name="target">Percent of what is asked for, or thousandths a pod.</param>
    /// <param name="isShare">The target is a percentage.</param>
    /// <param name="isCpu">Pods that are starting say nothing yet of the CPU they need.</param>
    /// <param name="tolerance">So near to the target (0.1: ten percent) nothing changes.</param>
    /// <param name="now">Now.</param>
    public static (int Replicas, long AverageMilli, int? Percent, string Error) Of(int current, ImmutableArray<Pod> pods, IReadOnlyDictionary<string, PodUsage> usage, Func<Pod, long?> asked, long target, bool isShare, bool isCpu, double tolerance, DateTimeOffset now)
    {
        var living = pods.Where(static p => p.Metadata.DeletionTimestamp is null && p.Status.Phase != "Failed").ToArray();
        var unready = living.Where(p => p.Status.Phase == "Pending" || (isCpu && usage.TryGetValue(p.Metadata.Name!, out var used) && IsStarting(p, used, now))).Select(static p => p.Metadata.Name!).ToHashSet(StringComparer.Ordinal);
        var ready = living.Where(p => !unready.Contains(p.Metadata.Name!) && usage.ContainsKey(p.Metadata.Name!)).ToArray();
        var missing = living.Where(p => !unready.Contains(p.Metadata.Name!) && !usage.ContainsKey(p.Metadata.Name!)).ToArray();
        if (ready.Length == 0) { return (0, 0, null, "did not receive metrics for targeted pods (pods might be unready)"); }
        if (isShare && living.FirstOrDefault(p => asked(p) is null) is { } silent) { return (0, 0, null, $"missing request for the resource in pod {silent.Metadata.Name}"); }
        long Base(Pod pod) => isShare ? asked(pod)!.Value : 100;
        var sum = ready.Sum(p => usage[p.Metadata.Name!].Milli);
        var average = sum / ready.Length;
        int? percent = isShare ? (int)(sum * 100 / Math.Max(1, ready.Sum(Base))) : null;
        double Ratio(double used, IEnumerable<Pod> of) => isShare ? used * 100 / Math.Max(1, of.Sum(Base)) / target : used / of.Count() / target;
        var ratio = Ratio(sum, ready);
        if ((unready.Count == 0 || ratio <= 1) && missing.Length == 0)
        {
            return (Math.Abs(1 - ratio) <= tolerance ? current : (int)Math.Ceiling(ratio * ready.Length), average, percent, "");
        }
        // Whoever says nothing is taken to use all of the target where that makes fewer, nothing where it makes more.
        var counted = ready.Concat(missing);
        double guessed = sum;
        if (ratio < 1) { guessed += missing.Sum(p => isShare ? Base(p) * Math.Max(100, target) / 100.0 : target); }
        else if (ratio > 1) { counted = counted.Concat(living.Where(p => unready.Contains(p.Metadata.Name!))); }
        var all = counted.ToArray();
        var next = Ratio(guessed, all);
        if (Math.Abs(1 - next) <= tolerance || (ratio < 1 && next > 1) || (ratio > 1 && next < 1)) { return (current, average, percent, ""); }
        var replicas = (int)Math.Ceiling(next * all.Length);
        return ((next < 1 && replicas > current) || (next > 1 && replicas < current) ? current : replicas, average, percent, "");
    }

    // A pod that starts burns CPU that it will not need later.
    private static bool IsStarting(Pod pod, PodUsage used, DateTimeOffset now)
    {
        if (pod.Condition("Ready") is not { } ready || pod.Status.StartTime is not { } start) { return true; }
        if (start + _initializes > now) { return ready.Status == "False" || used.At < (ready.LastTransitionTime ?? start) + used.Window; }
        return ready.Status == "False" && start + _firstReadiness > (ready.LastTransitionTime ?? start);
    }
}
