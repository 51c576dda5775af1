using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;

namespace KubeSharp.Scheduler.Snapshot;

/// <summary>A pod with what scheduling looks at again and again, computed once.</summary>
public sealed class PodState
{
    /// <summary>Reads the pod.</summary>
    public PodState(Pod pod)
    {
        Pod = pod;
        Requests = ResourceTotals.Of(pod.Spec.Requests());
        ScoredRequests = Requests.WithUnasked(
            pod.Spec.Containers.Count(static c => !c.Resources.Requests.ContainsKey("cpu")),
            pod.Spec.Containers.Count(static c => !c.Resources.Requests.ContainsKey("memory")));
        HostPorts = [.. HostPort.Of(pod.Spec)];
    }

    /// <summary>The pod.</summary>
    public Pod Pod { get; }
    /// <summary>What it asks for.</summary>
    public ResourceTotals Requests { get; }
    /// <summary>What it asks for, with stand-ins for what it does not say; only for scores.</summary>
    public ResourceTotals ScoredRequests { get; }
    /// <summary>Ports of the node that it takes.</summary>
    public IReadOnlyList<HostPort> HostPorts { get; }

    /// <summary>Uid.</summary>
    public string Uid => Pod.Metadata.Uid ?? "";
    /// <summary>Namespace.</summary>
    public string Namespace => Pod.Metadata.Namespace ?? "";
    /// <summary>namespace/name, for messages.</summary>
    public string FullName => $"{Pod.Metadata.Namespace}/{Pod.Metadata.Name}";
    /// <summary>Priority; 0 where none is set.</summary>
    public int Priority => Pod.Spec.Priority ?? 0;
    /// <summary>Labels.</summary>
    public ApiMap<string> Labels => Pod.Metadata.Labels;
    /// <summary>Required anti-affinity terms: pods that have them keep others away.</summary>
    public ApiList<PodAffinityTerm> RequiredAntiAffinity => Pod.Spec.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? [];
    /// <summary>Has any affinity to or against pods.</summary>
    public bool HasPodAffinity => Pod.Spec.Affinity is { PodAffinity: not null } or { PodAntiAffinity: not null };
}
