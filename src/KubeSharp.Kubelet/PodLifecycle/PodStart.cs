using KubeSharp.Api.Core.V1;
using KubeSharp.Kubelet.Containers;
using KubeSharp.Kubelet.Runtime;
using KubeSharp.Kubelet.Serving;

namespace KubeSharp.Kubelet.PodLifecycle;

/// <summary>Counts once how long a pod took until all its containers ran; one that an earlier life of the agent started is not counted. Source: Pod startup latency SLI.</summary>
internal sealed class PodStart(AgentCounts counts, TimeProvider time, Pod pod)
{
    private readonly long _seen = time.GetTimestamp();
    private TimeSpan _images;
    private bool _isOver = pod.Status.StartTime is not null;

    /// <summary>An image was waited for.</summary>
    public void Image(TimeSpan duration) => _images += duration;

    /// <summary>Looks whether all containers have started.</summary>
    public void Look(Pod pod, PodActual actual)
    {
        if (_isOver || pod.Spec.Containers.Any(c => actual.Newest(c.Name)?.StartedAt is null)) { return; }
        _isOver = true;
        counts.PodStarts.Observe(time.GetElapsedTime(_seen));
        // Compat: static pods are made by nobody, and count in the first figure only.
        if (Sources.StaticPods.IsStatic(pod) || pod.Metadata.CreationTimestamp is not { } made) { return; }
        var init = TimeSpan.Zero;
        foreach (var container in pod.Spec.InitContainers)
        {
            if (!PodContainers.IsSidecar(container) && actual.Newest(container.Name) is { StartedAt: { } start, FinishedAt: { } end }) { init += end - start; }
        }
        counts.Started(pod, time.GetUtcNow() - made, _images + init);
    }
}
