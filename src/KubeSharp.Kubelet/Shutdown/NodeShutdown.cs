using System.Collections.Immutable;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.PodLifecycle;
using Microsoft.Extensions.Logging;

namespace KubeSharp.Kubelet.Shutdown;

/// <summary>Ends the node's pods, group after group, when the node shuts down.</summary>
/// <param name="groups">The groups; none: nothing is ended.</param>
/// <param name="workers">The node's pods.</param>
/// <param name="changed">Called when a shutdown begins or is called off, so that the node's status tells it; must not block.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
public sealed class NodeShutdown(ImmutableArray<ShutdownGroup> groups, PodWorkers workers, Action changed, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromMilliseconds(100);
    private volatile bool _isGoingOn;

    /// <summary>The node is about to end: no pod is taken any more, and it is not ready.</summary>
    public bool IsGoingOn => _isGoingOn;

    /// <summary>The node is not to end after all; pods that were ended stay so.</summary>
    public void CallOff()
    {
        _isGoingOn = false;
        changed();
    }

    /// <summary>Ends all pods. Returns when they have ended, or the time of each group is up.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (groups.IsEmpty || _isGoingOn) { return; }
        _isGoingOn = true;
        changed();
        var pods = workers.All.Where(static w => w.State < PodState.Resting).Select(static w => w.Pod).ToList();
        logger.LogInformation("the node shuts down: {Count} pods end", pods.Count);
        foreach (var (group, members) in ShutdownGroups.Sort(pods, groups)) { await EndAsync(group, members, cancellation); }
    }

    private async Task EndAsync(ShutdownGroup group, ImmutableArray<Pod> pods, CancellationToken cancellation)
    {
        foreach (var pod in pods)
        {
            var grace = Math.Min(group.GraceSeconds, pod.Spec.TerminationGracePeriodSeconds ?? 30);
            Worker(pod)?.End(new PodEnd("Failed", "Terminated", "Pod was terminated in response to imminent node shutdown.", grace));
        }
        var end = time.GetUtcNow().AddSeconds(group.GraceSeconds);
        while (pods.Any(p => Worker(p) is { State: < PodState.Resting }))
        {
            if (time.GetUtcNow() >= end)
            {
                logger.LogWarning("pods of priority {Priority} and above did not end within {Seconds} s", group.PriorityMin, group.GraceSeconds);
                return;
            }
            await Task.Delay(_lookEvery, time, cancellation);
        }
    }

    private PodWorker? Worker(Pod pod) => workers.All.FirstOrDefault(w => w.Pod.Metadata.Uid == pod.Metadata.Uid);
}
