using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>Says what happened to a pod.</summary>
public interface IPodEvents
{
    /// <summary>Records an event; never blocks, never fails.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="fieldPath">Part of it, as spec.containers{web}; empty: all of it.</param>
    /// <param name="warning">Something is wrong.</param>
    /// <param name="reason">Upstream's reason: Pulled, Created, Started.</param>
    /// <param name="message">For people.</param>
    void Record(Pod pod, string fieldPath, bool warning, string reason, string message);
}
