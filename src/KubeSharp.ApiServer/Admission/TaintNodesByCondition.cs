using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>New nodes take no pods until they are ready. Source: Taint Nodes by Condition.</summary>
public sealed class TaintNodesByCondition : IAdmissionPlugin
{
    private const string Key = "node.kubernetes.io/not-ready";

    /// <inheritdoc/>
    public string Name => "TaintNodesByCondition";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("nodes");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var taints = request.Object.Object("spec").Items("taints");
        if (taints.Any(static t => t.Text("key") == Key && t.Text("effect") == "NoSchedule")) { return new(request.Object); }
        return new(request.Object!.Make("spec", s => s.Set("taints", taints.Add(ObjectNode.Of(("key", Key), ("effect", "NoSchedule"))))));
    }
}
