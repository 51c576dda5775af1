using System.Text;
using KubeSharp.Client.WorkQueues;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Client.Tests.WorkQueues;

public sealed class WorkQueueMetricsTests
{
    [Fact]
    public async Task A_queue_tells_what_waits_what_is_worked_on_and_how_long_that_took()
    {
        var (time, metrics) = (new FakeTimeProvider(), new WorkQueueMetrics());
        var queue = new WorkQueue<string>(time, metrics, "job");
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("a", await queue.TakeAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("workqueue_adds_total{name=\"job\"} 2\n", Text(), StringComparison.Ordinal);
        Assert.Contains("workqueue_depth{name=\"job\"} 1\n", Text(), StringComparison.Ordinal);
        Assert.Contains("workqueue_queue_duration_seconds_sum{name=\"job\"} 2\n", Text(), StringComparison.Ordinal);
        Assert.Contains("workqueue_unfinished_work_seconds{name=\"job\"} 3\n", Text(), StringComparison.Ordinal);
        Assert.Contains("workqueue_longest_running_processor_seconds{name=\"job\"} 3\n", Text(), StringComparison.Ordinal);
        queue.AddAfterFailure("a");
        queue.Done("a");
        Assert.Contains("workqueue_work_duration_seconds_sum{name=\"job\"} 3\n", Text(), StringComparison.Ordinal);
        Assert.Contains("workqueue_retries_total{name=\"job\"} 1\n", Text(), StringComparison.Ordinal);
        Assert.Contains("workqueue_unfinished_work_seconds{name=\"job\"} 0\n", Text(), StringComparison.Ordinal);

        string Text()
        {
            var text = new StringBuilder();
            metrics.Write(text);
            return text.ToString();
        }
    }
}
