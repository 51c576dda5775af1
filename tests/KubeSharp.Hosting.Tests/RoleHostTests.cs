using KubeSharp.Hosting.Health;
using KubeSharp.Hosting.Processes;
using KubeSharp.Hosting.Roles;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeSharp.Hosting.Tests;

public sealed class RoleHostTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Roles_start_in_order_and_end_in_reverse_order()
    {
        var said = new List<string>();
        var all = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        var running = Host(Noting("a", said, null), Noting("b", said, all)).RunAsync(stop.Token);
        await all.Task.WaitAsync(_limit);
        await stop.CancelAsync();
        await running.WaitAsync(_limit);
        Assert.Equal(["+a", "+b", "-b", "-a"], said);
    }

    [Fact]
    public async Task A_role_that_fails_before_it_started_ends_the_host()
    {
        var said = new List<string>();
        var failing = new Role("b", (_, _) => throw new InvalidOperationException("no port"));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Host(Noting("a", said, null), failing).RunAsync(CancellationToken.None).WaitAsync(_limit));
        Assert.Equal("no port", failure.Message);
        Assert.Equal(["+a", "-a"], said);
    }

    [Fact]
    public async Task A_role_that_fails_later_is_started_again()
    {
        var (runs, again) = (0, new TaskCompletionSource());
        using var stop = new CancellationTokenSource();
        var role = Role.Of("a", async cancellation =>
        {
            if (++runs == 1) { throw new InvalidOperationException(); }
            again.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        var running = Host(role).RunAsync(stop.Token);
        await again.Task.WaitAsync(_limit);
        await stop.CancelAsync();
        await running.WaitAsync(_limit);
        Assert.Equal(2, runs);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(1000, 60)]
    public void The_back_off_doubles_up_to_its_bound(int failures, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), RoleHost.Backoff(failures));

    [Fact]
    public void Ready_means_every_check_passes_or_is_excluded()
    {
        var health = new HealthRegistry();
        health.AddLive("etcd", static () => true);
        health.AddReady("node", static () => false);
        Assert.True(health.Live([]).Ok);
        Assert.Equal((false, "[+]etcd ok\n[-]node failed: reason withheld\nreadyz check failed\n"), health.Ready([]));
        Assert.True(health.Ready(["node"]).Ok);
    }

    [Fact]
    public void A_lock_has_one_holder_and_is_free_after_it()
    {
        var folder = Directory.CreateTempSubdirectory("kubesharp-test-");
        var path = Path.Combine(folder.FullName, "server.lock");
        using (var first = ProcessLock.TryTake(path))
        {
            Assert.NotNull(first);
            Assert.Null(ProcessLock.TryTake(path));
        }
        using (var second = ProcessLock.TryTake(path)) { Assert.NotNull(second); }
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_report_says_one_line_a_step_and_nothing_after_its_end()
    {
        var text = new StringWriter { NewLine = "\n" };
        var report = new StartReport(text);
        report.Step("one");
        report.Fail("two\nlines");
        report.Ready();
        Assert.Equal("step one\nfail two lines\n", text.ToString());
    }

    private static RoleHost Host(params IRole[] roles) => new(roles, NullLoggerFactory.Instance, TimeProvider.System, new HealthRegistry());

    private static Role Noting(string name, List<string> said, TaskCompletionSource? started) => new(name, async (context, cancellation) =>
    {
        said.Add("+" + name);
        context.Started();
        started?.TrySetResult();
        try { await Task.Delay(Timeout.Infinite, cancellation); }
        finally { said.Add("-" + name); }
    });
}
