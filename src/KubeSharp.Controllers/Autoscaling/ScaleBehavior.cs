using KubeSharp.Api.Autoscaling.V2;

namespace KubeSharp.Controllers.Autoscaling;

/// <summary>How far and how fast an autoscaler goes. Pure. Source: Horizontal Pod Autoscaling, configurable scaling behavior.</summary>
public static class ScaleBehavior
{
    private const int DownWindowSeconds = 300;
    private static readonly HPAScalingRules _up = new() { SelectPolicy = "Max", StabilizationWindowSeconds = 0, Policies = [new HPAScalingPolicy { Type = "Pods", Value = 4, PeriodSeconds = 15 }, new HPAScalingPolicy { Type = "Percent", Value = 100, PeriodSeconds = 15 }] };
    private static readonly HPAScalingRules _down = new() { SelectPolicy = "Max", Policies = [new HPAScalingPolicy { Type = "Percent", Value = 100, PeriodSeconds = 15 }] };

    /// <summary>What is done now of what is wanted.</summary>
    /// <param name="Replicas">So many.</param>
    /// <param name="IsStabilized">Earlier recommendations hold it back.</param>
    /// <param name="Limit">TooManyReplicas, TooFewReplicas, ScaleUpLimit, ScaleDownLimit; empty: nothing limits it.</param>
    public readonly record struct Outcome(int Replicas, bool IsStabilized, string Limit);

    /// <summary>Decides from what is wanted, what there is, and what was.</summary>
    public static Outcome Decide(HorizontalPodAutoscalerSpec spec, int current, int wanted, ScaleHistory history, DateTimeOffset now)
    {
        var (up, down, least) = (spec.Behavior?.ScaleUp ?? _up, spec.Behavior?.ScaleDown ?? _down, spec.MinReplicas ?? 1);
        var recent = history.Recommendations.Append((At: now, Replicas: wanted)).ToArray();
        int Within(int seconds, Func<IEnumerable<int>, int> choose) => choose(recent.Where(r => now - r.At <= TimeSpan.FromSeconds(seconds)).Select(static r => r.Replicas));
        var lowest = Within(up.StabilizationWindowSeconds ?? 0, static r => r.Min());
        var highest = Within(down.StabilizationWindowSeconds ?? DownWindowSeconds, static r => r.Max());
        var stable = wanted > current ? Math.Max(current, lowest) : wanted < current ? Math.Min(current, highest) : current;
        var (limited, reason) = stable > current ? Up(current, stable, up, history, now) : stable < current ? Down(current, stable, down, history, now) : (stable, "");
        if (limited > spec.MaxReplicas) { return new(spec.MaxReplicas, stable != wanted, "TooManyReplicas"); }
        return limited < least ? new(least, stable != wanted, "TooFewReplicas") : new(limited, stable != wanted, reason);
    }

    private static (int, string) Up(int current, int wanted, HPAScalingRules rules, ScaleHistory history, DateTimeOffset now)
    {
        if (rules.SelectPolicy == "Disabled") { return (current, "ScaleUpLimit"); }
        var most = Choose(rules, true, p =>
        {
            var start = current - Changed(history, p, now, static c => c > 0);
            return p.Type == "Pods" ? start + p.Value : (int)Math.Ceiling(start * (1 + (p.Value / 100.0)));
        });
        return wanted > most ? (Math.Max(current, most), "ScaleUpLimit") : (wanted, "");
    }

    private static (int, string) Down(int current, int wanted, HPAScalingRules rules, ScaleHistory history, DateTimeOffset now)
    {
        if (rules.SelectPolicy == "Disabled") { return (current, "ScaleDownLimit"); }
        var least = Choose(rules, false, p =>
        {
            var start = current - Changed(history, p, now, static c => c < 0);
            return p.Type == "Pods" ? start - p.Value : (int)(start * (1 - (p.Value / 100.0)));
        });
        return wanted < least ? (Math.Min(current, least), "ScaleDownLimit") : (wanted, "");
    }

    // The policy that changes most, or least where the rules say so.
    private static int Choose(HPAScalingRules rules, bool isUp, Func<HPAScalingPolicy, int> limit)
    {
        var limits = rules.Policies.Select(limit).DefaultIfEmpty(isUp ? int.MaxValue : 0);
        return isUp == (rules.SelectPolicy != "Min") ? limits.Max() : limits.Min();
    }

    private static int Changed(ScaleHistory history, HPAScalingPolicy policy, DateTimeOffset now, Func<int, bool> counts) =>
        history.Changes.Where(c => counts(c.Change) && now - c.At < TimeSpan.FromSeconds(policy.PeriodSeconds)).Sum(static c => c.Change);
}
