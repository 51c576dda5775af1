using KubeSharp.Api.Core.V1;
using KubeSharp.Client.Events;
using KubeSharp.Kubelet.Sources;

namespace KubeSharp.Kubelet.Status;

/// <summary>Events of pods, written to the API server.</summary>
internal sealed class ApiPodEvents(EventRecorder recorder) : IPodEvents
{
    /// <inheritdoc/>
    public void Record(Pod pod, string fieldPath, bool warning, string reason, string message) => recorder.Record(new ObjectReference
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Namespace = pod.Metadata.Namespace,
        Name = pod.Metadata.Name,
        Uid = StaticPods.MirrorUidOf(pod),
        ResourceVersion = pod.Metadata.ResourceVersion,
        FieldPath = fieldPath.Length > 0 ? fieldPath : null,
    }, warning ? "Warning" : "Normal", reason, message);
}
