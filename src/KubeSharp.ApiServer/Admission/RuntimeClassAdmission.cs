using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Gives pods the overhead and the placement of their runtime class. Source: Runtime Class; Pod Overhead.</summary>
public sealed class RuntimeClassAdmission(IObjects objects) : IAdmissionPlugin
{
    private const string Differs = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    /// <inheritdoc/>
    public string Name => "RuntimeClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("pods");

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var spec = request.Object!.Object("spec");
        if (await FindAsync(request, cancellation).ConfigureAwait(false) is not { } found) { return request.Object; }
        if (found.Has("overhead"))
        {
            var overhead = found.Object("overhead").Object("podFixed");
            if (spec.Object("overhead").Count > 0 && !Quantities.Same(spec.Object("overhead"), overhead)) { throw request.Refuse(Differs); }
            spec = overhead.Count > 0 ? spec.Set("overhead", overhead) : spec.Remove("overhead");
        }
        if (!found.Has("scheduling")) { return request.Object!.Set("spec", spec); }
        foreach (var (key, value) in found.Object("scheduling").Object("nodeSelector").Fields)
        {
            if (spec.Object("nodeSelector")[key] is { } own && !own.Equals(value)) { throw request.Refuse($"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {((StringNode)value).Value}; pod.spec.nodeSelector[{key}] = {((StringNode)own).Value}"); }
            spec = spec.Make("nodeSelector", n => n.Set(key, value));
        }
        var tolerations = Tolerations.Merge(spec.Items("tolerations"), found.Object("scheduling").Items("tolerations"));
        return request.Object!.Set("spec", tolerations.Count > 0 ? spec.Set("tolerations", tolerations) : spec);
    }

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var (found, overhead) = (await FindAsync(request, cancellation).ConfigureAwait(false), request.Object.Object("spec").Object("overhead"));
        if (found.Has("overhead") ? !Quantities.Same(overhead, found.Object("overhead").Object("podFixed")) : overhead.Count > 0)
        {
            throw request.Refuse(found.Has("overhead") ? Differs : "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        }
    }

    // Null: the pod names none.
    private async ValueTask<ObjectNode?> FindAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Object.Object("spec").Text("runtimeClassName") is not { Length: > 0 } name) { return null; }
        return await objects.FindAsync("runtimeclasses.node.k8s.io", "", name, cancellation).ConfigureAwait(false) ?? throw request.Refuse($"pod rejected: RuntimeClass \"{name}\" not found");
    }
}
