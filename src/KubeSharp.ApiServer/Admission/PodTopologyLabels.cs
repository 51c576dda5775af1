using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A pod that is bound gets its node's zone and region as labels. Source: KEP-4742.</summary>
public sealed class PodTopologyLabels(IObjects objects) : IAdmissionPlugin
{
    private static readonly string[] _labels = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];

    /// <inheritdoc/>
    public string Name => "PodTopologyLabels";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Resource.QualifiedName == "pods" && (request.Subresource == "binding" || request.Creates("pods"));

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        // Bound, it is the binding that is admitted: its labels become the pod's.
        var pod = request.Object!;
        if (request.Subresource == "binding" && pod.Object("target").Text("kind") != "Node") { return new(pod); }
        if ((request.Subresource == "binding" ? pod.Object("target").Text("name") : pod.Object("spec").Text("nodeName")) is not { Length: > 0 } node || objects.Get("nodes", "", node) is not { } found) { return new(pod); }
        foreach (var label in _labels)
        {
            if (found.Object("metadata").Object("labels")[label] is { } value) { pod = pod.Make("metadata", m => m.Make("labels", l => l.Set(label, value))); }
        }
        return new(pod);
    }
}
