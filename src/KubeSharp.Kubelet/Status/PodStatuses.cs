using System.Collections.Immutable;
using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.PodLifecycle;
using KubeSharp.Kubelet.Runtime;

namespace KubeSharp.Kubelet.Status;

/// <summary>Makes the status that a node reports of a pod. Pure. Source: Pod Lifecycle.</summary>
public static class PodStatuses
{
    /// <summary>The status of the pod as it is.</summary>
    /// <param name="pod">The pod with its last reported status.</param>
    /// <param name="actual">What runs.</param>
    /// <param name="memory">What is remembered.</param>
    /// <param name="node">The node.</param>
    /// <param name="lastWords">Text that an ended container left, by container id.</param>
    /// <param name="terminal">Nothing will run any more, whatever the restart policy says.</param>
    /// <param name="now">The time.</param>
    public static PodStatus Of(Pod pod, PodActual actual, PodMemory memory, NodeFacts node, Func<ContainerActual, string> lastWords, bool terminal, DateTimeOffset now)
    {
        var statuses = new ContainerStatuses(pod, actual, memory, lastWords);
        var init = statuses.Of(ContainerRole.Init, ContainerRole.Sidecar);
        var main = statuses.Of(ContainerRole.Main);
        var ephemeral = statuses.Of(ContainerRole.Ephemeral);
        var phase = pod.Status.Phase is "Succeeded" or "Failed" ? pod.Status.Phase
            : memory.End is { } ended && !actual.AnyRunning ? ended.Phase
            : terminal ? PodPhases.Final(main)
            : PodPhases.Of(pod.Spec, init, main, actual.AnyRunning);
        var addresses = Addresses(pod, actual, memory, node);
        var old = pod.Status;
        var status = old with
        {
            Phase = phase,
            Reason = memory.End?.Reason ?? old.Reason,
            Message = memory.End?.Message ?? old.Message,
            StartTime = old.StartTime ?? Seconds(memory.StartTime),
            HostIP = node.Address.Length > 0 ? node.Address : old.HostIP,
            HostIPs = node.Addresses.IsEmpty ? old.HostIPs : [.. node.Addresses.Select(static a => new HostIP { Ip = a })],
            PodIP = addresses is [var first, ..] ? first : old.PodIP,
            PodIPs = addresses.IsEmpty ? old.PodIPs : [.. addresses.Select(static a => new PodIP { Ip = a })],
            QosClass = old.QosClass ?? QosClass.Of(pod.Spec),
            InitContainerStatuses = init,
            ContainerStatuses = main,
            EphemeralContainerStatuses = ephemeral,
            ObservedGeneration = pod.Metadata.Generation,
        };
        return status with { Conditions = PodConditions.Of(pod, status, actual, memory, node.TellsReadyToStart, now) };
    }

    private static ImmutableArray<string> Addresses(Pod pod, PodActual actual, PodMemory memory, NodeFacts node) =>
        pod.Spec.HostNetwork == true ? node.Addresses
        : actual.ReadySandbox is { Addresses: { IsEmpty: false } own } ? own
        : memory.Addresses;

    internal static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
