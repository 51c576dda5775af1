using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Nothing is made, changed or deleted in a namespace that is not there. Off by default: NamespaceLifecycle does more. Source: NamespaceExists.</summary>
public sealed class NamespaceExists(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "NamespaceExists";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request is { Operation: not AdmissionOperation.Connect, Namespace.Length: > 0 } && request.Resource.QualifiedName != "namespaces";

    /// <inheritdoc/>
    public async ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (await objects.FindAsync("namespaces", "", request.Namespace, cancellation).ConfigureAwait(false) is null) { throw StatusException.NotFound("", "namespaces", request.Namespace); }
    }
}
