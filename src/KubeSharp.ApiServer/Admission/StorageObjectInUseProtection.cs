using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Volumes, claims and classes of their attributes get a finalizer that holds them while they are used. Source: Storage Object in Use Protection.</summary>
public sealed class StorageObjectInUseProtection : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "StorageObjectInUseProtection";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("persistentvolumeclaims") || request.Creates("persistentvolumes") || request.Creates("volumeattributesclasses.storage.k8s.io");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var finalizer = request.Resource.Plural switch { "persistentvolumes" => "kubernetes.io/pv-protection", "volumeattributesclasses" => "kubernetes.io/vac-protection", _ => "kubernetes.io/pvc-protection" };
        var finalizers = request.Object.Object("metadata").Items("finalizers");
        return new(finalizers.Contains(finalizer) ? request.Object : request.Object!.Make("metadata", m => m.Set("finalizers", finalizers.Add(finalizer))));
    }
}
