using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Each image is pulled anew, so that none is used without the right to it. Off by default. Source: AlwaysPullImages.</summary>
public sealed class AlwaysPullImages : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "AlwaysPullImages";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Writes("pods") || (request is { Operation: AdmissionOperation.Update, Subresource: "ephemeralcontainers" } && request.Resource.QualifiedName == "pods");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        static ObjectNode Always(ObjectNode container) => container.Set("imagePullPolicy", "Always");
        static ObjectNode AlwaysOf(ObjectNode volume) => volume.Edit("image", static i => i.Set("pullPolicy", "Always"));
        return new(request.Object!.Edit("spec", static s => s.EditItems("initContainers", Always).EditItems("containers", Always).EditItems("ephemeralContainers", Always).EditItems("volumes", AlwaysOf)));
    }
}
