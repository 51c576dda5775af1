using System.Collections.Immutable;
using KubeSharp.Api.Apps.V1;
using KubeSharp.Controllers.Runtime;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Deployments;

/// <summary>How many replicas each set of a deployment gets. Pure.</summary>
internal static class Scaling
{
    /// <summary>How many pods above the wanted number there may be while it rolls.</summary>
    public static int MaxSurge(Deployment deployment) =>
        deployment.Spec.Strategy?.Type == "Recreate" ? 0 : Resolve(deployment.Spec.Strategy?.RollingUpdate?.MaxSurge, deployment.Spec.Replicas ?? 1, roundUp: true);

    /// <summary>How many of the wanted number may be missing while it rolls.</summary>
    public static int MaxUnavailable(Deployment deployment)
    {
        var replicas = deployment.Spec.Replicas ?? 1;
        if (deployment.Spec.Strategy?.Type == "Recreate") { return replicas; }
        var unavailable = Resolve(deployment.Spec.Strategy?.RollingUpdate?.MaxUnavailable, replicas, roundUp: false);
        // Both zero would never move.
        if (unavailable == 0 && MaxSurge(deployment) == 0) { unavailable = 1; }
        return Math.Min(unavailable, replicas);
    }

    /// <summary>Replicas of the new set now.</summary>
    public static int NewReplicas(Deployment deployment, int newReplicas, int oldReplicas, int oldPods)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        if (deployment.Spec.Strategy?.Type == "Recreate") { return oldReplicas + oldPods > 0 ? newReplicas : wanted; }
        if (newReplicas >= wanted) { return wanted; }
        var room = wanted + MaxSurge(deployment) - newReplicas - oldReplicas;
        return room <= 0 ? newReplicas : newReplicas + Math.Min(room, wanted - newReplicas);
    }

    /// <summary>The sets' changes.</summary>
    public static ImmutableArray<PlanAction> Plan(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> old, ImmutableDictionary<string, int> pods)
    {
        var live = old.Where(static s => (s.Spec.Replicas ?? 0) > 0).ToImmutableArray();
        if (deployment.Spec.Paused == true || newSet is null || IsResized(deployment, newSet, live)) { return Proportional(deployment, newSet, live); }
        var oldReplicas = live.Sum(static s => s.Spec.Replicas ?? 0);
        var now = newSet.Spec.Replicas ?? 0;
        var next = NewReplicas(deployment, now, oldReplicas, old.Sum(s => pods.GetValueOrDefault(s.Metadata.Uid ?? "")));
        if (next != now) { return [Scale(deployment, newSet, next)]; }
        if (live.IsEmpty) { return []; }
        return deployment.Spec.Strategy?.Type == "Recreate" ? [.. live.Select(s => Scale(deployment, s, 0))] : Shrink(deployment, newSet, live);
    }

    // As many old pods may go as leave enough available; those that are not available go first.
    private static ImmutableArray<PlanAction> Shrink(Deployment deployment, ReplicaSet newSet, ImmutableArray<ReplicaSet> old)
    {
        var least = (deployment.Spec.Replicas ?? 1) - MaxUnavailable(deployment);
        var total = old.Sum(static s => s.Spec.Replicas ?? 0) + (newSet.Spec.Replicas ?? 0);
        var newMissing = (newSet.Spec.Replicas ?? 0) - (newSet.Status.AvailableReplicas ?? 0);
        var room = total - least - newMissing;
        if (room <= 0) { return []; }
        var sizes = old.ToDictionary(static s => s, static s => s.Spec.Replicas ?? 0);
        foreach (var set in old)
        {
            var missing = Math.Min(room, sizes[set] - (set.Status.AvailableReplicas ?? 0));
            if (missing <= 0) { continue; }
            sizes[set] -= missing;
            room -= missing;
        }
        var available = old.Concat([newSet]).Sum(static s => s.Status.AvailableReplicas ?? 0);
        var spare = Math.Min(room, available - least);
        foreach (var set in old)
        {
            var drop = Math.Min(Math.Max(0, spare), sizes[set]);
            sizes[set] -= drop;
            spare -= drop;
        }
        return [.. old.Where(s => sizes[s] != s.Spec.Replicas).Select(s => Scale(deployment, s, sizes[s]))];
    }

    // Somebody has changed the wanted number: the sets still bear the one before.
    private static bool IsResized(Deployment deployment, ReplicaSet newSet, ImmutableArray<ReplicaSet> live) =>
        live.Append(newSet).Any(s => (s.Spec.Replicas ?? 0) > 0 && s.Metadata.Annotations.Get(DeploymentPlanner.DesiredReplicas) is { } desired && desired != Text(deployment.Spec.Replicas ?? 1));

    // In the middle of a rollout a change of the wanted number is shared out by size.
    private static ImmutableArray<PlanAction> Proportional(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> live)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        var active = (newSet is null ? live : live.Add(newSet)).Where(static s => (s.Spec.Replicas ?? 0) > 0).ToArray();
        if (active.Length == 0) { return newSet is not null && newSet.Spec.Replicas != wanted ? [Scale(deployment, newSet, wanted)] : []; }
        if (active.Length == 1) { return Changes(deployment, [(active[0], wanted)]); }
        if (deployment.Spec.Strategy?.Type == "Recreate") { return Changes(deployment, active.Select(static s => (s, s.Spec.Replicas ?? 0))); }
        var total = active.Sum(static s => s.Spec.Replicas ?? 0);
        var target = wanted == 0 ? 0 : wanted + MaxSurge(deployment);
        // Whole again already: the old ones are the rollout's business.
        if (newSet is not null && newSet.Status.AvailableReplicas == wanted && newSet.Spec.Replicas == wanted) { return Changes(deployment, live.Select(static s => (s, 0)).Append((newSet, wanted))); }
        var sizes = active.OrderByDescending(static s => s.Spec.Replicas).ThenByDescending(static s => s.Metadata.CreationTimestamp).Select(s => (Set: s, Size: (int)Math.Round((double)(s.Spec.Replicas ?? 0) * target / total, MidpointRounding.AwayFromZero))).ToArray();
        sizes[0].Size += target - sizes.Sum(static s => s.Size);
        return Changes(deployment, sizes.Select(static s => (s.Set, Math.Max(0, s.Size))));
    }

    private static ImmutableArray<PlanAction> Changes(Deployment deployment, IEnumerable<(ReplicaSet Set, int Replicas)> sizes) =>
        [.. sizes.Select(s => (s.Set, Change: Scale(deployment, s.Set, s.Replicas))).Where(static s => !s.Change.Value.Equals(s.Set)).Select(static s => s.Change)];

    private static UpdateAction<ReplicaSet> Scale(Deployment deployment, ReplicaSet set, int replicas)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        var annotations = set.Metadata.Annotations.Set(DeploymentPlanner.DesiredReplicas, Text(wanted)).Set(DeploymentPlanner.MaxReplicas, Text(wanted + MaxSurge(deployment)));
        return new(set with { Metadata = set.Metadata with { Annotations = annotations }, Spec = set.Spec with { Replicas = replicas } });
    }

    private static string Text(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Resolve(IntOrString? value, int total, bool roundUp)
    {
        var text = value?.ToString() ?? "25%";
        if (!text.EndsWith('%')) { return int.TryParse(text, out var number) ? number : 0; }
        var share = int.TryParse(text[..^1], out var percent) ? percent * total : 0;
        return roundUp ? (share + 99) / 100 : share / 100;
    }
}
