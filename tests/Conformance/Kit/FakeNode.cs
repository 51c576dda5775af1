using System.Collections.Concurrent;
using KubeSharp.Api;
using KubeSharp.Api.Coordination.V1;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Meta.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Client.Rest;
using KubeSharp.Machinery.Quantities;
using KubeSharp.Machinery.Statuses;
using DeleteOptions = KubeSharp.Client.Rest.DeleteOptions;

namespace KubeSharp.Conformance.Tests.Kit;

/// <summary>
/// A node without containers: it says of each pod that is put on it what <see cref="Behave"/> tells, and lets deleted pods go. It stands in for
/// the kubelet where only the controllers and the scheduler are to be shown.
/// </summary>
public sealed class FakeNode(IApiClient client, InformerFactory informers, string name, TimeProvider time)
{
    private static readonly TimeSpan _reportEvery = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, Task> _work = new();
    private static int _addresses;

    /// <summary>What becomes of a pod; default: it runs and is ready.</summary>
    public Func<Pod, PodOutcome> Behave { get; set; } = static _ => PodOutcome.Ready;

    /// <summary>It says nothing any more, and lets no pod go.</summary>
    public bool IsSilent { get; set; }

    public string Name => name;

    /// <summary>Registers and works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var node = await client.CreateAsync(new Node { Metadata = new ObjectMeta { Name = name, Labels = ApiMap.Of(("kubernetes.io/hostname", name), ("kubernetes.io/os", "linux")) } }, cancellation);
        var amounts = ApiMap.Of(("cpu", Quantity.Parse("4")), ("memory", Quantity.Parse("8Gi")), ("pods", Quantity.Parse("110")), ("ephemeral-storage", Quantity.Parse("100Gi")));
        node = node with { Metadata = node.Metadata with { ResourceVersion = null }, Status = new NodeStatus { Capacity = amounts, Allocatable = amounts, Conditions = [new NodeCondition { Type = "Ready", Status = "True", Reason = "KubeletReady", LastTransitionTime = time.GetUtcNow() }], Addresses = [new NodeAddress { Type = "InternalIP", Address = "192.0.2.7" }] } };
        await client.UpdateStatusAsync(node, cancellation);
        informers.Get<Pod>().Subscribe(c =>
        {
            if (c.New is { } pod && pod.Spec.NodeName == name) { _work[pod.Metadata.Uid!] = _work.TryGetValue(pod.Metadata.Uid!, out var before) ? before.ContinueWith(_ => TendAsync(pod, cancellation), TaskScheduler.Default).Unwrap() : TendAsync(pod, cancellation); }
        });
        while (!cancellation.IsCancellationRequested)
        {
            await ReportAsync(cancellation);
            await Task.Delay(_reportEvery, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at its pods again: behaviour has changed.</summary>
    public void LookAgain(CancellationToken cancellation = default)
    {
        foreach (var pod in informers.Get<Pod>().Cache.List().Where(p => p.Spec.NodeName == name)) { _work[pod.Metadata.Uid!] = TendAsync(pod, cancellation); }
    }

    private async Task TendAsync(Pod pod, CancellationToken cancellation)
    {
        if (IsSilent) { return; }
        try
        {
            var current = await client.GetAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, cancellation);
            if (current.Metadata.Uid != pod.Metadata.Uid) { return; }
            if (current.Metadata.DeletionTimestamp is not null)
            {
                if (!current.IsFinished() && current.Spec.RestartPolicy != "Always") { await client.UpdateStatusAsync(current with { Status = StatusOf(current, PodOutcome.Failed(137)) }, cancellation); }
                await client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name!, new DeleteOptions { GracePeriodSeconds = 0, Uid = pod.Metadata.Uid! }, cancellation);
                return;
            }
            if (current.IsFinished()) { return; }
            var status = StatusOf(current, Behave(current));
            if (!status.Equals(current.Status)) { await client.UpdateStatusAsync(current with { Status = status }, cancellation); }
        }
        catch (StatusException e) when (e.Status.Code == 409) { await TendAsync(pod, cancellation); }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException) { }
    }

    private async Task ReportAsync(CancellationToken cancellation)
    {
        if (IsSilent) { return; }
        try
        {
            var spec = new LeaseSpec { HolderIdentity = name, RenewTime = time.GetUtcNow(), LeaseDurationSeconds = 40 };
            try { await client.UpdateAsync(await client.GetAsync<Lease>("kube-node-lease", name, cancellation) with { Spec = spec }, cancellation); }
            catch (StatusException e) when (e.Status.Code == 404) { await client.CreateAsync(new Lease { Metadata = new ObjectMeta { Name = name, Namespace = "kube-node-lease" }, Spec = spec }, cancellation); }
        }
        catch (Exception e) when (e is StatusException or HttpRequestException or IOException or OperationCanceledException) { }
    }

    private PodStatus StatusOf(Pod pod, PodOutcome outcome)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        PodCondition Condition(string type, bool isTrue)
        {
            var before = pod.Condition(type);
            var status = isTrue ? "True" : "False";
            return new PodCondition { Type = type, Status = status, LastTransitionTime = before?.Status == status ? before.LastTransitionTime : now };
        }
        var isEnded = outcome.Phase is "Succeeded" or "Failed";
        var kept = pod.Status.Conditions.Where(static c => c.Type is not ("Ready" or "ContainersReady" or "Initialized"));
        return pod.Status with
        {
            Phase = outcome.Phase,
            StartTime = pod.Status.StartTime ?? now,
            HostIP = "192.0.2.7",
            Reason = outcome.Reason,
            PodIP = pod.Status.PodIP ?? Address(),
            PodIPs = pod.Status.PodIPs,
            Conditions = kept.Append(Condition("Initialized", true)).Append(Condition("Ready", outcome.IsReady)).Append(Condition("ContainersReady", outcome.IsReady)).ToApiList(),
            ContainerStatuses = pod.Spec.Containers.Select(c => new ContainerStatus
            {
                Name = c.Name,
                Image = c.Image ?? "",
                ImageID = c.Image ?? "",
                Ready = outcome.IsReady,
                Started = !isEnded,
                State = isEnded ? new ContainerState { Terminated = new ContainerStateTerminated { ExitCode = outcome.ExitCode, Reason = outcome.ExitCode == 0 ? "Completed" : "Error", FinishedAt = now } } : new ContainerState { Running = new ContainerStateRunning { StartedAt = pod.Status.StartTime ?? now } },
            }).ToApiList(),
        };
    }

    private static string Address()
    {
        var number = Interlocked.Increment(ref _addresses);
        return $"10.244.{number / 250}.{(number % 250) + 2}";
    }
}
