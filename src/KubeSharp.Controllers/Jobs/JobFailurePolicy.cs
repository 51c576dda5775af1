using KubeSharp.Api;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.Jobs;

/// <summary>What a job's failure policy says of a failed pod. Pure. Source: Jobs, pod failure policy (KEP-3329).</summary>
/// <param name="Action">Ignore, FailJob, FailIndex or Count.</param>
/// <param name="Message">Why, for people.</param>
public sealed record JobFailurePolicy(string Action, string Message)
{
    /// <summary>The first rule that fits; null: none does, or there is no policy, or the pod has not ended.</summary>
    public static JobFailurePolicy? Match(Job job, Pod pod)
    {
        if (job.Spec.PodFailurePolicy is not { } policy || pod.Status.Phase != "Failed") { return null; }
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var rule = policy.Rules[i];
            // Failing an index means something only where each index has its own limit.
            if (rule.Action == "FailIndex" && job.Spec.BackoffLimitPerIndex is null) { continue; }
            if (Reason(rule, pod) is { } reason) { return new(rule.Action, $"{reason} matching {rule.Action} rule at index {i}"); }
        }
        return null;
    }

    private static string? Reason(PodFailurePolicyRule rule, Pod pod)
    {
        var name = $"{pod.Metadata.Namespace}/{pod.Metadata.Name}";
        if (rule.OnExitCodes is { } codes)
        {
            var fits = pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses).FirstOrDefault(s =>
                s.State?.Terminated is { ExitCode: not 0 } ended && (string.IsNullOrEmpty(codes.ContainerName) || codes.ContainerName == s.Name) && codes.Values.Contains(ended.ExitCode) == (codes.Operator == "In"));
            return fits is null ? null : $"Container {fits.Name} for pod {name} failed with exit code {fits.State!.Terminated!.ExitCode}";
        }
        var condition = pod.Status.Conditions.FirstOrDefault(c => rule.OnPodConditions.Any(p => p.Type == c.Type && (p.Status ?? "True") == c.Status));
        return condition is null ? null : $"Pod {name} has condition {condition.Type}";
    }
}
