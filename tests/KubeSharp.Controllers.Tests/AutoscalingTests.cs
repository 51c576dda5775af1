using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Autoscaling.V2;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Controllers.Autoscaling;
using KubeSharp.Machinery.Quantities;

namespace KubeSharp.Controllers.Tests;

/// <summary>How many replicas an autoscaler wants, and how fast it gets there.</summary>
public sealed class AutoscalingTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // Two pods that ask for 100m each, at 50 %.
    [InlineData(50, 50, 2, 50)]
    [InlineData(54, 54, 2, 54)]
    [InlineData(100, 100, 4, 100)]
    [InlineData(20, 20, 1, 20)]
    public void Usage_over_target_times_pods_are_the_replicas_unless_it_is_near(long first, long second, int wanted, int percent)
    {
        var (replicas, _, seen, error) = Share([Pod("a"), Pod("b")], new() { ["a"] = first, ["b"] = second });
        Assert.Equal((wanted, percent, ""), (replicas, seen, error));
    }

    [Fact]
    public void A_pod_without_a_measurement_counts_as_idle_when_there_should_be_more_and_as_busy_when_there_should_be_fewer()
    {
        Assert.Equal(2, Share([Pod("a"), Pod("b")], new() { ["a"] = 100 }).Replicas);
        Assert.Equal(2, Share([Pod("a"), Pod("b")], new() { ["a"] = 10 }).Replicas);
        Assert.Equal(3, Share([Pod("a"), Pod("b")], new() { ["a"] = 150 }).Replicas);
    }

    [Fact]
    public void A_pod_that_is_starting_does_not_make_more()
    {
        var starting = Pod("b") is var p ? p with { Status = p.Status with { StartTime = _now.AddSeconds(-10), Conditions = [new PodCondition { Type = "Ready", Status = "False", LastTransitionTime = _now.AddSeconds(-10) }] } } : p;
        Assert.Equal(2, Share([Pod("a"), starting], new() { ["a"] = 80, ["b"] = 1000 }).Replicas);
    }

    [Fact]
    public void Without_measurements_or_requests_there_is_no_answer()
    {
        Assert.Contains("did not receive metrics", Share([Pod("a")], []).Error, StringComparison.Ordinal);
        var silent = UsageCalculator.Of(1, [Pod("a")], new Dictionary<string, PodUsage> { ["a"] = new(10, _now, TimeSpan.FromSeconds(30)) }, static _ => null, 50, true, true, 0.1, _now);
        Assert.Contains("missing request", silent.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2000, 1000, 3, 3, 6)]
    [InlineData(2000, 1000, 3, 1, 2)]
    [InlineData(1100, 1000, 3, 3, 3)]
    [InlineData(3000, 1000, 0, 0, 3)]
    public void A_value_grows_the_replicas_that_are_ready_as_it_is_over_its_target(long value, long target, int current, int ready, int wanted)
        => Assert.Equal(wanted, ValueCalculator.OfTotal(value, target, current, ready, 0.1, 0.1));

    [Theory]
    [InlineData(9500, 1000, 3, 10)]
    [InlineData(3200, 1000, 3, 3)]
    [InlineData(3200, 1000, 0, 4)]
    [InlineData(500, 1000, 3, 1)]
    public void A_value_on_average_is_shared_among_replicas(long value, long target, int current, int wanted)
        => Assert.Equal(wanted, ValueCalculator.OfAverage(value, target, current, 0.1, 0.1));

    [Fact]
    public void A_selector_of_a_metric_is_written_as_a_query_writes_it()
    {
        var selector = new LabelSelector
        {
            MatchLabels = ApiMap<string>.Empty.Set("verb", "GET"),
            MatchExpressions = [new() { Key = "tier", Operator = "In", Values = ["b", "a"] }, new() { Key = "old", Operator = "DoesNotExist" }],
        };
        Assert.Equal(("!old,tier in (a,b),verb=GET", ""), (SelectorText.Of(selector), SelectorText.Of(null)));
    }

    [Fact]
    public void Up_it_goes_by_four_pods_or_double_in_fifteen_seconds()
    {
        Assert.Equal((7, "ScaleUpLimit"), Behave(3, 50) is var o ? (o.Replicas, o.Limit) : default);
        Assert.Equal(20, Behave(10, 50).Replicas);
        var history = ScaleHistory.Empty with { Changes = [(_now.AddSeconds(-5), 10)] };
        Assert.Equal((20, "ScaleUpLimit"), Behave(20, 50, history) is var p ? (p.Replicas, p.Limit) : default);
    }

    [Fact]
    public void Down_it_goes_when_five_minutes_wanted_no_more()
    {
        var history = ScaleHistory.Empty with { Recommendations = [(_now.AddSeconds(-200), 8), (_now.AddSeconds(-400), 10)] };
        Assert.Equal((8, true), Behave(10, 2, history) is var o ? (o.Replicas, o.IsStabilized) : default);
        Assert.Equal(2, Behave(10, 2).Replicas);
    }

    [Fact]
    public void It_stays_within_its_limits()
    {
        Assert.Equal((100, "TooManyReplicas"), Behave(80, 150) is var o ? (o.Replicas, o.Limit) : default);
        Assert.Equal((1, "TooFewReplicas"), Behave(5, 0) is var p ? (p.Replicas, p.Limit) : default);
        var off = new HorizontalPodAutoscalerSpec { MaxReplicas = 10, Behavior = new() { ScaleDown = new HPAScalingRules { SelectPolicy = "Disabled" } } };
        Assert.Equal(5, ScaleBehavior.Decide(off, 5, 1, ScaleHistory.Empty, _now).Replicas);
    }

    [Fact]
    public void A_target_outside_of_its_limits_is_scaled_without_metrics()
    {
        var value = Value();
        var below = AutoscalePlanner.Decide(value, new("/scale", 1, 1, "a=b"), [], ScaleHistory.Empty, _now);
        Assert.Equal((2, "Current number of replicas below Spec.MinReplicas"), (below.Replicas, below.Why));
        Assert.Equal("SucceededRescale", below.Status.Conditions.Single(static c => c.Type == "AbleToScale").Reason);
        Assert.Equal(5, AutoscalePlanner.Decide(value, new("/scale", 9, 9, "a=b"), [], ScaleHistory.Empty, _now).Replicas);
        var off = AutoscalePlanner.Decide(value, new("/scale", 0, 0, "a=b"), [], ScaleHistory.Empty, _now);
        Assert.Equal((null, "ScalingDisabled"), (off.Replicas, off.Status.Conditions.Single(static c => c.Type == "ScalingActive").Reason));
    }

    [Fact]
    public void The_largest_proposal_counts_and_a_metric_that_fails_makes_nothing_smaller()
    {
        ImmutableArray<MetricAnswer> answers = [new(3, "cpu resource utilization (percentage of request)", null), new(4, "memory resource usage", null)];
        Assert.Equal((4, "memory resource usage above target"), AutoscalePlanner.Decide(Value(), new("/scale", 2, 2, ""), answers, ScaleHistory.Empty, _now) is var up ? (up.Replicas ?? 0, up.Why) : default);
        var failed = new MetricAnswer(0, "", null) { Error = "no metrics", Reason = "FailedGetResourceMetric" };
        var kept = AutoscalePlanner.Decide(Value(), new("/scale", 4, 4, ""), [new(2, "cpu", null), failed], ScaleHistory.Empty, _now);
        Assert.Null(kept.Replicas);
        Assert.Equal(("FailedComputeMetricsReplicas", "invalid metrics (1 invalid out of 2), first error is: no metrics"), kept.Failure);
        Assert.Equal(("False", "FailedGetResourceMetric"), kept.Status.Conditions.Single(static c => c.Type == "ScalingActive") is var c ? (c.Status, c.Reason) : default);
    }

    private static HorizontalPodAutoscaler Value() => new() { Metadata = new ObjectMeta { Name = "h", Namespace = "n" }, Spec = new HorizontalPodAutoscalerSpec { MinReplicas = 2, MaxReplicas = 5 } };

    private static ScaleBehavior.Outcome Behave(int current, int wanted, ScaleHistory? history = null) => ScaleBehavior.Decide(new HorizontalPodAutoscalerSpec { MaxReplicas = 100 }, current, wanted, history ?? ScaleHistory.Empty, _now);

    private static (int Replicas, long AverageMilli, int? Percent, string Error) Share(ImmutableArray<Pod> pods, Dictionary<string, long> used) =>
        UsageCalculator.Of(pods.Length, pods, used.ToDictionary(static u => u.Key, static u => new PodUsage(u.Value, _now, TimeSpan.FromSeconds(30))), static _ => 100, 50, true, true, 0.1, _now);

    private static Pod Pod(string name) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "n" },
        Spec = new PodSpec { Containers = [new Container { Name = "c", Resources = new ResourceRequirements { Requests = ApiMap.Of(("cpu", Quantity.Parse("100m"))) } }] },
        Status = new PodStatus { Phase = "Running", StartTime = _now.AddHours(-1), Conditions = [new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = _now.AddHours(-1) }] },
    };
}
