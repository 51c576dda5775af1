using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>A pod that is on a node is not changed in a way that the node has not declared to know. Source: Node Declared Features; KEP-5328.</summary>
public sealed class NodeDeclaredFeatureValidator(IObjects objects) : IAdmissionPlugin
{
    // In upstream's order, with what of a change needs them.
    private static readonly (string Feature, Func<ObjectNode, ObjectNode, bool> IsNeeded)[] _features =
    [
        ("InPlacePodLevelResourcesVerticalScaling", static (now, before) => now.Has("resources") != before.Has("resources") || !SameAmounts(now.Object("resources"), before.Object("resources"))),
        ("InPlacePodVerticalScalingInitContainers", ResizesInitContainers),
    ];

    /// <inheritdoc/>
    public string Name => "NodeDeclaredFeatureValidator";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Update, Subresource: "" or "resize" } && request.Resource.QualifiedName == "pods";

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (now, before) = (request.Object.Object("spec"), request.OldObject.Object("spec"));
        var name = now.Text("nodeName");
        if (name.Length == 0 || request.Object.Object("metadata").Number("generation") == request.OldObject.Object("metadata").Number("generation")) { return default; }
        var needed = _features.Where(f => f.IsNeeded(now, before)).Select(static f => f.Feature).ToArray();
        if (needed.Length == 0) { return default; }
        var node = objects.Get("nodes", "", name) ?? throw request.Refuse($"node \"{name}\" not found");
        var missing = needed.Except(node.Object("status").Texts("declaredFeatures"), StringComparer.Ordinal).ToArray();
        return missing.Length == 0 ? default : throw request.Refuse($"pod update requires features {string.Join(", ", missing)} which are not available on node \"{name}\"");
    }

    private static bool ResizesInitContainers(ObjectNode now, ObjectNode before)
    {
        var (containers, old) = (now.Items("initContainers"), before.Items("initContainers"));
        return old.Where((c, i) => c.Text("restartPolicy") != "Always" && i < containers.Count && !SameAmounts(c.Object("resources"), containers[i].Object("resources"))).Any();
    }

    private static bool SameAmounts(ObjectNode a, ObjectNode b) =>
        Quantities.Same(a.Object("requests"), b.Object("requests")) && Quantities.Same(a.Object("limits"), b.Object("limits")) && Immutability.Same(a["claims"], b["claims"]);
}
