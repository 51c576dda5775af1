using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Apps.V1;

namespace KubeSharp.Controllers.Deployments;

/// <summary>What a deployment's status says. Pure. Source: Deployments, deployment status.</summary>
internal static class DeploymentConditions
{
    /// <summary>The status as it should be now.</summary>
    public static DeploymentStatus Next(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> all, DateTimeOffset now, bool isScaling)
    {
        var available = all.Sum(static s => s.Status.AvailableReplicas ?? 0);
        var replicas = all.Sum(static s => s.Status.Replicas);
        var status = deployment.Status with
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = replicas,
            UpdatedReplicas = newSet?.Status.Replicas ?? 0,
            ReadyReplicas = all.Sum(static s => s.Status.ReadyReplicas ?? 0),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(0, all.Sum(static s => s.Spec.Replicas ?? 0) - available),
            TerminatingReplicas = all.Sum(static s => s.Status.TerminatingReplicas ?? 0),
        };
        var isEnough = available >= (deployment.Spec.Replicas ?? 1) - Scaling.MaxUnavailable(deployment);
        var conditions = Set(status.Conditions, now, "Available", isEnough ? "True" : "False", isEnough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            isEnough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", false);
        var failure = all.OrderByDescending(s => s == newSet).SelectMany(static s => s.Status.Conditions).FirstOrDefault(static c => c.Type == "ReplicaFailure");
        conditions = failure is null ? conditions.Where(static c => c.Type != "ReplicaFailure").ToApiList() : Set(conditions, now, "ReplicaFailure", failure.Status, failure.Reason ?? "", failure.Message ?? "", false);
        return status with { Conditions = Progress(deployment, newSet, all, status, conditions, now, isScaling) };
    }

    private static ApiList<DeploymentCondition> Progress(Deployment deployment, ReplicaSet? newSet, ImmutableArray<ReplicaSet> all, DeploymentStatus status, ApiList<DeploymentCondition> conditions, DateTimeOffset now, bool isScaling)
    {
        if (deployment.Spec.ProgressDeadlineSeconds is not { } deadline || deadline == int.MaxValue) { return conditions; }
        var before = conditions.FirstOrDefault(static c => c.Type == "Progressing");
        if (deployment.Spec.Paused == true) { return before?.Reason == "DeploymentPaused" ? conditions : Set(conditions, now, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", true); }
        var name = newSet?.Metadata.Name ?? deployment.Metadata.Name;
        if (DeploymentPlanner.IsComplete(deployment, newSet, all))
        {
            return Set(conditions, now, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{name}\" has successfully progressed.", before?.Reason != "NewReplicaSetAvailable");
        }
        if (before is null || before.Reason == "DeploymentPaused") { return Set(conditions, now, "Progressing", "True", before is null ? "NewReplicaSetCreated" : "DeploymentResumed", before is null ? $"Created new replica set \"{name}\"" : "Deployment is resumed", true); }
        if (isScaling || HasMoved(deployment.Status, status)) { return Set(conditions, now, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{name}\" is progressing.", true); }
        var isLate = before.Reason != "NewReplicaSetAvailable" && before.LastUpdateTime + TimeSpan.FromSeconds(deadline) < now;
        return isLate ? Set(conditions, now, "Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{name}\" has timed out progressing.", before.Reason != "ProgressDeadlineExceeded") : conditions;
    }

    private static bool HasMoved(DeploymentStatus old, DeploymentStatus now) =>
        (now.UpdatedReplicas ?? 0) > (old.UpdatedReplicas ?? 0) || (now.ReadyReplicas ?? 0) > (old.ReadyReplicas ?? 0) || (now.AvailableReplicas ?? 0) > (old.AvailableReplicas ?? 0)
        || now.Replicas - now.UpdatedReplicas < old.Replicas - old.UpdatedReplicas;

    private static ApiList<DeploymentCondition> Set(ApiList<DeploymentCondition> conditions, DateTimeOffset now, string type, string status, string reason, string message, bool isUpdate)
    {
        var index = -1;
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].Type == type) { index = i; }
        }
        var before = index >= 0 ? conditions[index] : null;
        if (before is not null && before.Status == status && before.Reason == reason && !isUpdate) { return conditions; }
        // Times are kept in whole seconds: what is written must read back the same.
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var next = new DeploymentCondition { Type = type, Status = status, Reason = reason, Message = message, LastUpdateTime = second, LastTransitionTime = before?.Status == status ? before.LastTransitionTime : second };
        return index >= 0 ? conditions.SetItem(index, next) : conditions.Add(next);
    }
}
