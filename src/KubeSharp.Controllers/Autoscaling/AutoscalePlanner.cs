using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>What an autoscaler does with what its metrics propose. Pure. Source: Horizontal Pod Autoscaling.</summary>
public static class AutoscalePlanner
{
    /// <param name="Replicas">To be written into the target's scale; null: it stays.</param>
    /// <param name="Why">Why it is written, for the event.</param>
    /// <param name="Status">The autoscaler's status, where all went well.</param>
    /// <param name="Failure">Reason and message of a warning; null: none.</param>
    /// <param name="History">What is remembered.</param>
    public sealed record Decision(int? Replicas, string Why, HorizontalPodAutoscalerStatus Status, (string Reason, string Message)? Failure, ScaleHistory History);

    /// <summary>Whether metrics are needed at all: not where the target is off, or outside of what it may have.</summary>
    public static bool NeedsMetrics(HorizontalPodAutoscaler value, ScaleTarget target) => target.Wanted > 0 && target.Wanted >= (value.Spec.MinReplicas ?? 1) && target.Wanted <= value.Spec.MaxReplicas;

    /// <summary>The target cannot be read.</summary>
    public static Decision Unreachable(HorizontalPodAutoscaler value, string message, ScaleHistory history, DateTimeOffset now)
    {
        var text = $"the HPA controller was unable to get the target's current scale: {message}";
        return new(null, "", With(value.Status, now, ("AbleToScale", "False", "FailedGetScale", text)), ("FailedGetScale", message), history);
    }

    /// <summary>Decides from the target and what the metrics say (empty where none are needed).</summary>
    public static Decision Decide(HorizontalPodAutoscaler value, ScaleTarget target, ImmutableArray<MetricAnswer> answers, ScaleHistory history, DateTimeOffset now)
    {
        var least = value.Spec.MinReplicas ?? 1;
        var status = With(value.Status with { CurrentReplicas = target.Current, ObservedGeneration = value.Metadata.Generation }, now, ("AbleToScale", "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale"));
        if (target.Wanted == 0 && least != 0)
        {
            return new(null, "", With(status with { DesiredReplicas = 0 }, now, ("ScalingActive", "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero")), null, history);
        }
        if (target.Wanted > value.Spec.MaxReplicas) { return Scaled(status, target, value.Spec.MaxReplicas, "Current number of replicas above Spec.MaxReplicas", history, now); }
        if (target.Wanted < least) { return Scaled(status, target, least, "Current number of replicas below Spec.MinReplicas", history, now); }
        return ByMetrics(value, status, target, answers, history, now);
    }

    private static Decision ByMetrics(HorizontalPodAutoscaler value, HorizontalPodAutoscalerStatus status, ScaleTarget target, ImmutableArray<MetricAnswer> answers, ScaleHistory history, DateTimeOffset now)
    {
        var valid = answers.Where(static a => a.Error.Length == 0).ToArray();
        var best = valid.MaxBy(static a => a.Replicas);
        status = status with { CurrentMetrics = valid.Select(static a => a.Status).OfType<MetricStatus>().ToApiList() };
        // One metric that cannot be read may not make fewer of what it would have kept.
        if (best is null || (valid.Length < answers.Length && best.Replicas < target.Wanted))
        {
            var first = answers.First(static a => a.Error.Length > 0);
            status = With(status with { DesiredReplicas = target.Wanted }, now, ("ScalingActive", "False", first.Reason, $"the HPA was unable to compute the replica count: {first.Error}"));
            return new(null, "", status, ("FailedComputeMetricsReplicas", $"invalid metrics ({answers.Length - valid.Length} invalid out of {answers.Length}), first error is: {first.Error}"), history);
        }
        status = With(status, now, ("ScalingActive", "True", "ValidMetricFound", $"the HPA was able to successfully calculate a replica count from {best.Name}"));
        var outcome = ScaleBehavior.Decide(value.Spec, target.Wanted, best.Replicas, history, now);
        status = With(status, now, Limited(outcome.Limit));
        if (outcome.IsStabilized) { status = With(status, now, Stabilized(best.Replicas < target.Wanted)); }
        else if (outcome.Replicas == target.Wanted) { status = With(status, now, ("AbleToScale", "True", "ReadyForNewScale", "recommended size matches current size")); }
        var why = best.Replicas > target.Wanted ? $"{best.Name} above target" : "All metrics below target";
        return Scaled(status, target, outcome.Replicas, why, history.With(now, best.Replicas, outcome.Replicas - target.Wanted), now);
    }

    private static Decision Scaled(HorizontalPodAutoscalerStatus status, ScaleTarget target, int replicas, string why, ScaleHistory history, DateTimeOffset now)
    {
        status = status with { DesiredReplicas = replicas };
        if (replicas == target.Wanted) { return new(null, "", status, null, history); }
        status = With(status with { LastScaleTime = now.WholeSecond() }, now, ("AbleToScale", "True", "SucceededRescale", $"the HPA controller was able to update the target scale to {replicas}"));
        return new(replicas, why, status, null, history);
    }

    private static (string, string, string, string) Limited(string limit) => limit switch
    {
        "TooManyReplicas" => ("ScalingLimited", "True", limit, "the desired replica count is more than the maximum replica count"),
        "TooFewReplicas" => ("ScalingLimited", "True", limit, "the desired replica count is less than the minimum replica count"),
        "ScaleUpLimit" => ("ScalingLimited", "True", limit, "the desired replica count is increasing faster than the maximum scale rate"),
        "ScaleDownLimit" => ("ScalingLimited", "True", limit, "the desired replica count is decreasing faster than the maximum scale rate"),
        _ => ("ScalingLimited", "False", "DesiredWithinRange", "the desired count is within the acceptable range"),
    };

    private static (string, string, string, string) Stabilized(bool isDown) => isDown
        ? ("AbleToScale", "True", "ScaleDownStabilized", "recent recommendations were higher than current one, applying the highest recent recommendation")
        : ("AbleToScale", "True", "ScaleUpStabilized", "recent recommendations were lower than current one, applying the lowest recent recommendation");

    private static HorizontalPodAutoscalerStatus With(HorizontalPodAutoscalerStatus status, DateTimeOffset now, (string Type, string Status, string Reason, string Message) told)
    {
        var before = status.Conditions.FirstOrDefault(c => c.Type == told.Type);
        var condition = new HorizontalPodAutoscalerCondition { Type = told.Type, Status = told.Status, Reason = told.Reason, Message = told.Message, LastTransitionTime = before?.Status == told.Status ? before.LastTransitionTime : now.WholeSecond() };
        var conditions = before is null ? status.Conditions.Append(condition) : status.Conditions.Select(c => c.Type == told.Type ? condition : c);
        return status with { Conditions = conditions.ToApiList() };
    }
}
