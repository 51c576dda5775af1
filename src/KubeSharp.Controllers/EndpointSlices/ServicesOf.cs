using KubeSharp.Api;
using KubeSharp.Api.Core.V1;
using KubeSharp.Api.Semantics;
using KubeSharp.Client.Informers;
using KubeSharp.Controllers.Runtime;

namespace KubeSharp.Controllers.EndpointSlices;

/// <summary>Which services a change of a pod concerns.</summary>
internal static class ServicesOf
{
    /// <summary>Gives the services that selected the pod before or do now, where something changed that endpoints show.</summary>
    public static void Changed(ObjectCache<Service> services, InformerChange<Pod> change, Action<ObjectKey> enqueue)
    {
        var (old, pod) = (change.Old, (change.New ?? change.Old)!);
        if (old is not null && change.New is { } now && old.Metadata.Labels.Equals(now.Metadata.Labels) && old.Status.PodIP == now.Status.PodIP && old.IsReady() == now.IsReady()
            && old.Metadata.DeletionTimestamp == now.Metadata.DeletionTimestamp && old.IsFinished() == now.IsFinished() && old.Spec.NodeName == now.Spec.NodeName) { return; }
        foreach (var service in services.List(pod.Metadata.Namespace))
        {
            if (service.Spec.Selector.Selects(pod.Metadata.Labels) || (old is not null && service.Spec.Selector.Selects(old.Metadata.Labels))) { enqueue(Following.Key(service)); }
        }
    }
}
