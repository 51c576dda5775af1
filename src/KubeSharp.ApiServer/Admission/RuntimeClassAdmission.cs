using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Gives pods the overhead and the placement of their runtime class. Source: Runtime Class; Pod Overhead.</summary>
public sealed class RuntimeClassAdmission(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "RuntimeClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("pods");

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var spec = request.Object!.Object("spec");
        if (spec.Text("runtimeClassName") is not { Length: > 0 } name)
        {
            if (spec.Object("overhead").Count > 0) { throw request.Refuse("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"); }
            return request.Object;
        }
        var found = await objects.FindAsync("runtimeclasses.node.k8s.io", "", name, cancellation).ConfigureAwait(false) ?? throw request.Refuse($"pod rejected: RuntimeClass \"{name}\" not found");
        var fixedOverhead = found.Object("overhead").Object("podFixed");
        if (fixedOverhead.Count > 0)
        {
            if (spec.Object("overhead").Count > 0 && !Same(spec.Object("overhead"), fixedOverhead)) { throw request.Refuse("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"); }
            spec = spec.Set("overhead", fixedOverhead);
        }
        else if (spec.Object("overhead").Count > 0) { throw request.Refuse("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"); }
        foreach (var (key, value) in found.Object("scheduling").Object("nodeSelector").Fields)
        {
            if (spec.Object("nodeSelector")[key] is { } own && !own.Equals(value)) { throw request.Refuse($"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {((StringNode)value).Value}; pod.spec.nodeSelector[{key}] = {((StringNode)own).Value}"); }
            spec = spec.Make("nodeSelector", n => n.Set(key, value));
        }
        var tolerations = spec.Items("tolerations");
        foreach (var toleration in found.Object("scheduling").Items("tolerations")) { tolerations = tolerations.Contains(toleration) ? tolerations : tolerations.Add(toleration); }
        return request.Object!.Set("spec", tolerations.Count > 0 ? spec.Set("tolerations", tolerations) : spec);
    }

    private static bool Same(ObjectNode a, ObjectNode b) => a.Count == b.Count && a.All(f => b[f.Key] is { } other && Quantities.Read(other) == Quantities.Read(f.Value));
}
