using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Claims that name no class get the default one; of several the newest. Source: Storage Classes, default StorageClass.</summary>
public sealed class DefaultStorageClass(IObjects objects) : IAdmissionPlugin
{
    private const string Annotation = "storageclass.kubernetes.io/is-default-class", BetaAnnotation = "storageclass.beta.kubernetes.io/is-default-class";

    /// <inheritdoc/>
    public string Name => "DefaultStorageClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("persistentvolumeclaims");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var claim = request.Object!;
        // An empty name says: none.
        if (claim.Object("spec").Has("storageClassName") || claim.Object("metadata").Object("annotations").Has("volume.beta.kubernetes.io/storage-class")) { return new(claim); }
        return new(DefaultClasses.Newest(objects, "storageclasses.storage.k8s.io", Annotation, BetaAnnotation) is { } name ? claim.Edit("spec", s => s.Set("storageClassName", name)) : claim);
    }
}
