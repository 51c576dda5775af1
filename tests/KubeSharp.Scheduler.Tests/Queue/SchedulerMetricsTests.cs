using System.Text;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Scheduler.Framework;
using KubeSharp.Scheduler.Metrics;
using KubeSharp.Scheduler.Queue;
using KubeSharp.Scheduler.Snapshot;

namespace KubeSharp.Scheduler.Tests.Queue;

public sealed class SchedulerMetricsTests
{
    private static string Text(SchedulerMetrics metrics)
    {
        var text = new StringBuilder();
        metrics.Write(text);
        return text.ToString();
    }

    [Fact]
    public async Task A_pod_is_counted_in_each_queue_that_it_comes_to()
    {
        var metrics = new SchedulerMetrics();
        var queue = new SchedulingQueue(TimeProvider.System, metrics);
        metrics.Pending = queue.Counts;
        queue.Add(new PodState(new Pod { Metadata = new ObjectMeta { Name = "p", Namespace = "n", Uid = "u" } }));
        Assert.Contains("scheduler_pending_pods{queue=\"active\"} 1\n", Text(metrics), StringComparison.Ordinal);
        var pod = await queue.TakeAsync(CancellationToken.None);
        Assert.Equal(1, queue.StandingOf("u")!.Value.Attempts);
        queue.Park(pod, ClusterEvents.Node);
        Assert.Contains("scheduler_pending_pods{queue=\"unschedulable\"} 1\n", Text(metrics), StringComparison.Ordinal);
        queue.Happened(ClusterEvents.Storage);
        queue.Happened(ClusterEvents.NodeAdded);
        Assert.Contains("scheduler_pending_pods{queue=\"backoff\"} 1\n", Text(metrics), StringComparison.Ordinal);
        foreach (var (happened, where) in ((string, string)[])[("UnscheduledPodAdd", "active"), ("ScheduleAttemptFailure", "unschedulable"), ("NodeAdd", "backoff")])
        {
            Assert.Contains($"scheduler_queue_incoming_pods_total{{event=\"{happened}\",queue=\"{where}\"}} 1\n", Text(metrics), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Attempts_are_told_by_their_result_and_many_of_one_pod_as_one_number()
    {
        var metrics = new SchedulerMetrics();
        metrics.Tried("default-scheduler", "scheduled", TimeSpan.FromMilliseconds(3));
        metrics.Placed(2, TimeSpan.FromSeconds(1));
        metrics.Placed(40, TimeSpan.FromSeconds(90));
        Assert.Contains("scheduler_schedule_attempts_total{profile=\"default-scheduler\",result=\"scheduled\"} 1\n", Text(metrics), StringComparison.Ordinal);
        Assert.Contains("scheduler_scheduling_attempt_duration_seconds_bucket{profile=\"default-scheduler\",result=\"scheduled\",le=\"0.004\"} 1\n", Text(metrics), StringComparison.Ordinal);
        Assert.Contains("scheduler_pod_scheduling_sli_duration_seconds_count{attempts=\"2\"} 1\n", Text(metrics), StringComparison.Ordinal);
        Assert.Contains("scheduler_pod_scheduling_sli_duration_seconds_count{attempts=\"16+\"} 1\n", Text(metrics), StringComparison.Ordinal);
    }
}
