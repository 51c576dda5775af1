using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Policy.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.DisruptionBudgets;

/// <summary>How many pods of a budget may be disrupted. Pure. Source: Specifying a Disruption Budget.</summary>
public static class DisruptionBudgetPlanner
{
    // An eviction that has not begun after so long never will.
    private static readonly TimeSpan _evictionWithin = TimeSpan.FromMinutes(2);

    /// <summary>Decides for a budget and its pods. <paramref name="scaleOf"/>: a pod's controller (uid) and the pods that one wants; null: none.</summary>
    public static Plan PlanFor(PodDisruptionBudget budget, ImmutableArray<Pod> pods, Func<Pod, (string Uid, int Replicas)?> scaleOf, DateTimeOffset now)
    {
        var live = pods.Where(static p => !p.IsFinished()).ToArray();
        var (expected, desired) = Expected(budget, live, scaleOf);
        var disrupted = budget.Status.DisruptedPods.Where(d => live.Any(p => p.Metadata.Name == d.Key && p.Metadata.DeletionTimestamp is null) && now - d.Value < _evictionWithin).ToApiMap();
        var healthy = live.Count(p => p.Metadata.DeletionTimestamp is null && p.IsReady() && !disrupted.ContainsKey(p.Metadata.Name!));
        var allowed = expected <= 0 ? 0 : Math.Max(0, healthy - desired);
        var status = budget.Status with
        {
            ObservedGeneration = budget.Metadata.Generation,
            DisruptedPods = disrupted,
            CurrentHealthy = healthy,
            DesiredHealthy = desired,
            ExpectedPods = expected,
            DisruptionsAllowed = allowed,
            Conditions = Allowed(budget, allowed > 0, now.WholeSecond()),
        };
        TimeSpan? after = disrupted.Count == 0 ? null : disrupted.Values.Min() + _evictionWithin - now;
        return (status.Equals(budget.Status) ? Plan.Nothing : Plan.Of(new UpdateAction<PodDisruptionBudget>(budget with { Status = status }, IsStatus: true))) with { After = after };
    }

    private static (int Expected, int Desired) Expected(PodDisruptionBudget budget, Pod[] pods, Func<Pod, (string Uid, int Replicas)?> scaleOf)
    {
        if (budget.Spec.MinAvailable is { IsText: false } least) { return (pods.Length, least.Number); }
        // Percentages, and what may be missing, are of what the pods' controllers want.
        var wanted = pods.Select(scaleOf).OfType<(string Uid, int Replicas)>().DistinctBy(static s => s.Uid).Sum(static s => s.Replicas);
        if (budget.Spec.MaxUnavailable is { } missing) { return (wanted, Math.Max(0, wanted - (missing.Resolve(wanted, roundUp: true) ?? 0))); }
        return (wanted, budget.Spec.MinAvailable?.Resolve(wanted, roundUp: true) ?? 0);
    }

    private static ApiList<Condition> Allowed(PodDisruptionBudget budget, bool isAllowed, DateTimeOffset second)
    {
        var before = budget.Status.Conditions.FirstOrDefault(static c => c.Type == "DisruptionAllowed");
        var status = isAllowed ? "True" : "False";
        var next = new Condition
        {
            Type = "DisruptionAllowed",
            Status = status,
            Reason = isAllowed ? "SufficientPods" : "InsufficientPods",
            ObservedGeneration = budget.Metadata.Generation,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : second,
        };
        return budget.Status.Conditions.Where(static c => c.Type != "DisruptionAllowed").Append(next).ToApiList();
    }
}
