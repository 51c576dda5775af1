using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Admission;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Resources;

/// <summary>
/// In-place resize: what a pod asks for (its specification), what the node granted (allocated) and what its containers run with (actuated)
/// are three things. Pure. Source: Resize CPU and Memory Resources assigned to Containers; KEP-1287.
/// </summary>
public static class PodResize
{
    /// <summary>Grants what the pod asks for where the node has room beside its other pods; otherwise says why it waits.</summary>
    public static PodMemory Allocate(Pod pod, PodMemory memory, NodeLoad others)
    {
        var known = memory.Allocated.IsEmpty ? Reported(pod) : memory.Allocated;
        var wanted = Wanted(pod);
        if (!Differs(wanted, known)) { return memory with { Allocated = wanted, ResizePending = null }; }
        if (Sources.StaticPods.IsStatic(pod)) { return Wait(memory, known, "Infeasible", "Pod resize is not supported for static pods"); }
        if (PodAdmission.Lacking(pod, others with { Pods = [] }) is [var never, ..]) { return Wait(memory, known, "Infeasible", never.Message.Replace("enough resource", "enough capacity", StringComparison.Ordinal)); }
        if (PodAdmission.Lacking(pod, others) is [var now, ..]) { return Wait(memory, known, "Deferred", now.Message); }
        return memory with { Allocated = wanted, ResizePending = null };
    }

    /// <summary>The pod with the resources that were granted.</summary>
    public static Pod Granted(Pod pod, PodMemory memory)
    {
        if (memory.ResizePending is null) { return pod; }
        Container Of(Container c) => memory.Allocated.TryGetValue(c.Name, out var granted) ? c with { Resources = granted } : c;
        return pod with { Spec = pod.Spec with { Containers = [.. pod.Spec.Containers.Select(Of)], InitContainers = [.. pod.Spec.InitContainers.Select(Of)] } };
    }

    /// <summary>Running containers whose limits are not yet those that were granted.</summary>
    public static ImmutableArray<(PodContainer Container, ContainerActual Actual)> Outstanding(Pod granted, PodActual actual, PodMemory memory)
    {
        var found = ImmutableArray.CreateBuilder<(PodContainer, ContainerActual)>();
        foreach (var container in PodContainers.Of(granted.Spec))
        {
            if (container.Role is ContainerRole.Ephemeral or ContainerRole.Init || actual.Newest(container.Name) is not { State: ContainerPhase.Running } running) { continue; }
            if (Actuated(granted, container.Name, running, memory) is { } has && has != container.Spec.Resources) { found.Add((container, running)); }
        }
        return found.ToImmutable();
    }

    /// <summary>What a running container was last given; null: unknown, as it was made.</summary>
    public static ResourceRequirements? Actuated(Pod pod, string name, ContainerActual running, PodMemory memory)
    {
        if (memory.Actuated.TryGetValue(name, out var known)) { return known; }
        foreach (var status in pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses))
        {
            if (status.Name == name && status.ContainerID == running.QualifiedId) { return status.Resources; }
        }
        return null;
    }

    /// <summary>Whether the change of a container's resources needs a restart, by its resize policy.</summary>
    public static bool NeedsRestart(Container container, ResourceRequirements from)
    {
        foreach (var policy in container.ResizePolicy)
        {
            if (policy.RestartPolicy != "RestartContainer") { continue; }
            var name = policy.ResourceName;
            if (from.Requests.Get(name) != container.Resources.Requests.Get(name) || from.Limits.Get(name) != container.Resources.Limits.Get(name)) { return true; }
        }
        return false;
    }

    private static PodMemory Wait(PodMemory memory, ImmutableDictionary<string, ResourceRequirements> known, string reason, string message) =>
        memory with { Allocated = known, ResizePending = new WaitingCause(reason, message) };

    private static ImmutableDictionary<string, ResourceRequirements> Wanted(Pod pod) =>
        Resizable(pod.Spec).ToImmutableDictionary(static c => c.Name, static c => c.Resources, StringComparer.Ordinal);

    // After a restart of the agent: what was reported. A container that was never reported runs with what is asked for.
    private static ImmutableDictionary<string, ResourceRequirements> Reported(Pod pod)
    {
        var known = Wanted(pod);
        foreach (var status in pod.Status.ContainerStatuses.Concat(pod.Status.InitContainerStatuses))
        {
            if (status.Resources is { } reported && known.ContainsKey(status.Name) && status.State.Running is not null) { known = known.SetItem(status.Name, reported); }
        }
        return known;
    }

    private static bool Differs(ImmutableDictionary<string, ResourceRequirements> wanted, ImmutableDictionary<string, ResourceRequirements> known) =>
        wanted.Any(w => !known.TryGetValue(w.Key, out var has) || has != w.Value);

    private static IEnumerable<Container> Resizable(PodSpec spec) => spec.Containers.Concat(spec.InitContainers.Where(PodContainers.IsSidecar));
}
