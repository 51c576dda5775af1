using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Status;

/// <summary>The conditions that a node reports of a pod; those of others stay. Source: Pod Lifecycle, pod conditions.</summary>
internal static class PodConditions
{
    public static ApiList<PodCondition> Of(Pod pod, PodStatus status, PodActual actual, PodMemory memory, bool tellsReadyToStart, DateTimeOffset now)
    {
        var finished = status.Phase is "Succeeded" or "Failed";
        var containersReady = ContainersReady(pod, status, finished);
        PodCondition[] ours =
        [
            .. Resize(memory),
            .. Disruption(memory),
            .. tellsReadyToStart ? [ReadyToStart(pod, actual)] : Array.Empty<PodCondition>(),
            Initialized(pod, status),
            Ready(pod, status, containersReady),
            containersReady,
            pod.Status.Conditions.FirstOrDefault(static c => c.Type == "PodScheduled") ?? Make("PodScheduled", true),
        ];
        var all = new List<PodCondition>();
        foreach (var condition in ours) { all.Add(Stamp(condition, status, now, pod.Metadata.Generation)); }
        foreach (var other in pod.Status.Conditions)
        {
            if (!all.Any(c => c.Type == other.Type) && !_resize.Contains(other.Type)) { all.Add(other); }
        }
        return all.ToApiList();
    }

    private static readonly string[] _resize = ["PodResizePending", "PodResizeInProgress"];

    private static PodCondition ReadyToStart(Pod pod, PodActual actual) => Make("PodReadyToStartContainers", actual.ReadySandbox is { } sandbox && (pod.Spec.HostNetwork == true || !sandbox.Addresses.IsEmpty));

    private static IEnumerable<PodCondition> Resize(PodMemory memory)
    {
        if (memory.ResizePending is { } pending) { yield return Make(_resize[0], true) with { Reason = pending.Reason, Message = pending.Message }; }
        if (memory.IsResizing) { yield return Make(_resize[1], true) with { Reason = memory.ResizeError is null ? null : "Error", Message = memory.ResizeError }; }
    }

    private static IEnumerable<PodCondition> Disruption(PodMemory memory)
    {
        if (memory.End is { Reason: "Evicted" or "Preempting" or "Terminated" } end && !memory.IsRefused)
        {
            yield return Make("DisruptionTarget", true) with { Reason = "TerminationByKubelet", Message = end.Message };
        }
    }

    private static PodCondition ContainersReady(Pod pod, PodStatus status, bool finished)
    {
        if (status.Phase == "Succeeded") { return Make("ContainersReady", false) with { Reason = "PodCompleted" }; }
        if (finished) { return Make("ContainersReady", false) with { Reason = "PodFailed" }; }
        var unready = new List<string>();
        for (var i = 0; i < pod.Spec.InitContainers.Count && i < status.InitContainerStatuses.Count; i++)
        {
            if (PodContainers.IsSidecar(pod.Spec.InitContainers[i]) && !status.InitContainerStatuses[i].Ready) { unready.Add(status.InitContainerStatuses[i].Name); }
        }
        foreach (var container in status.ContainerStatuses)
        {
            if (!container.Ready) { unready.Add(container.Name); }
        }
        return unready.Count == 0 ? Make("ContainersReady", true)
            : Make("ContainersReady", false) with { Reason = "ContainersNotReady", Message = $"containers with unready status: [{string.Join(' ', unready)}]" };
    }

    private static PodCondition Ready(Pod pod, PodStatus status, PodCondition containersReady)
    {
        if (containersReady.Status != "True") { return containersReady with { Type = "Ready" }; }
        var closed = new List<string>();
        foreach (var gate in pod.Spec.ReadinessGates)
        {
            var condition = pod.Status.Conditions.FirstOrDefault(c => c.Type == gate.ConditionType);
            if (condition is null) { closed.Add($"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist."); }
            else if (condition.Status != "True") { closed.Add($"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {condition.Status}"); }
        }
        return closed.Count == 0 ? Make("Ready", true) : Make("Ready", false) with { Reason = "ReadinessGatesNotReady", Message = string.Join(", ", closed) };
    }

    private static PodCondition Initialized(Pod pod, PodStatus status)
    {
        if (status.Phase == "Succeeded") { return Make("Initialized", true) with { Reason = "PodCompleted" }; }
        var mainBegun = status.ContainerStatuses.Any(static c => c.State.Running is not null || c.State.Terminated is not null || c.LastState.Terminated is not null);
        var incomplete = new List<string>();
        for (var i = 0; i < pod.Spec.InitContainers.Count && i < status.InitContainerStatuses.Count; i++)
        {
            var state = status.InitContainerStatuses[i];
            var done = PodContainers.IsSidecar(pod.Spec.InitContainers[i]) ? state.Started == true : state.Ready;
            if (!done) { incomplete.Add(state.Name); }
        }
        return incomplete.Count == 0 || mainBegun ? Make("Initialized", true)
            : Make("Initialized", false) with { Reason = "ContainersNotInitialized", Message = $"containers with incomplete status: [{string.Join(' ', incomplete)}]" };
    }

    private static PodCondition Make(string type, bool met) => new() { Type = type, Status = met ? "True" : "False" };

    // The time of transition stays while the status does.
    private static PodCondition Stamp(PodCondition condition, PodStatus status, DateTimeOffset now, long? generation)
    {
        var before = status.Conditions.FirstOrDefault(c => c.Type == condition.Type);
        return condition with
        {
            LastTransitionTime = before is not null && before.Status == condition.Status && before.LastTransitionTime is { } since ? since : PodStatuses.Seconds(now),
            ObservedGeneration = generation,
        };
    }
}
