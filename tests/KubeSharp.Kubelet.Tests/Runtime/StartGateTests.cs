using KubeSharp.Kubelet.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace KubeSharp.Kubelet.Tests.Runtime;

public sealed class StartGateTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<int>> _begun = [];

    [Fact]
    public async Task A_few_start_at_a_time_and_the_next_follow_them()
    {
        var gate = new StartGate(2, _patience, _time);
        Task<int>[] starts = [Start(gate), Start(gate), Start(gate)];
        Assert.Equal(2, _begun.Count);
        _begun[1].SetResult(7);
        Assert.Equal(7, await starts[1]);
        await UntilBegun(3);
    }

    [Fact]
    public async Task Who_has_waited_for_long_goes_through_and_gives_no_place_to_others()
    {
        var gate = new StartGate(1, _patience, _time);
        var hung = Start(gate);
        var late = Start(gate);
        _time.Advance(_patience);
        await UntilBegun(2);
        _begun[1].SetResult(1);
        Assert.Equal(1, await late);
        _ = Start(gate);
        Assert.Equal(2, _begun.Count);
        Assert.False(hung.IsCompleted);
    }

    [Fact]
    public async Task A_start_that_fails_or_is_given_up_leaves_its_place()
    {
        var gate = new StartGate(1, _patience, _time);
        var failing = Start(gate);
        using var given = new CancellationTokenSource();
        var waiting = Start(gate, given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _begun[0].SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        _ = Start(gate);
        Assert.Equal(2, _begun.Count);
    }

    private Task<int> Start(StartGate gate, CancellationToken cancellation = default) => gate.PassAsync(
        () =>
        {
            var begun = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_begun) { _begun.Add(begun); }
            return begun.Task;
        },
        cancellation);

    private async Task UntilBegun(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            lock (_begun) { if (_begun.Count == count) { return; } }
            await Task.Delay(1, limit.Token);
        }
    }
}
