using KubeSharp.ApiServer.Registry;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Claims grow only where their class allows it. Source: PersistentVolumeClaimResize.</summary>
public sealed class PersistentVolumeClaimResize(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "PersistentVolumeClaimResize";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Operation == AdmissionOperation.Update && request.Writes("persistentvolumeclaims");

    /// <inheritdoc/>
    public ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (Size(request.Object!) <= Size(request.OldObject!)) { return default; }
        if (request.OldObject!.Object("status").Text("phase") != "Bound") { throw request.Refuse("Only bound persistent volume claims can be expanded"); }
        var name = Class(request.Object!);
        if (name.Length > 0 && name == Class(request.OldObject!) && (objects.Get("storageclasses.storage.k8s.io", "", name)?.IsTrue("allowVolumeExpansion") ?? false)) { return default; }
        throw request.Refuse("only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
    }

    /// <summary>The class that a claim names, by the annotation that came before the field too.</summary>
    internal static string Class(ObjectNode claim) => claim.Object("metadata").Object("annotations")["volume.beta.kubernetes.io/storage-class"] is StringNode old ? old.Value : claim.Object("spec").Text("storageClassName");

    private static Machinery.Quantities.Quantity Size(ObjectNode claim) => Quantities.Read(claim.Object("spec").Object("resources").Object("requests")["storage"]);
}
