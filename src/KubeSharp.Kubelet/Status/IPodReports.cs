using KubeSharp.Api.Core.V1;

namespace KubeSharp.Kubelet.Status;

/// <summary>Tells the API server of a pod.</summary>
public interface IPodReports
{
    /// <summary>Reports a status; returns the pod as the server has it then, or null where it is gone there.</summary>
    Task<Pod?> ReportAsync(Pod pod, PodStatus status, CancellationToken cancellation);

    /// <summary>Says that nothing of a pod is left, so that the server lets it go. Can be repeated.</summary>
    Task ConfirmDeletedAsync(Pod pod, CancellationToken cancellation);
}
