using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Containers;

/// <summary>Brings the objects that pods refer to and keeps them fresh.</summary>
public interface IPodObjectSource
{
    /// <summary>What the pod refers to, as it is now.</summary>
    Task<PodObjects> ObserveAsync(Pod pod, CancellationToken cancellation);

    /// <summary>When a token of the pod is to be renewed; null: it has none.</summary>
    DateTimeOffset? RenewAt(Pod pod);

    /// <summary>The pod is gone: nothing is kept for it.</summary>
    void Release(string podUid);
}
