using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Nothing is made in a namespace that is not there or is ending; the system's namespaces stay. Source: NamespaceLifecycle.</summary>
public sealed class NamespaceLifecycle(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "NamespaceLifecycle";

    /// <summary>All that is posted, to what is there too (evictions, tokens, bindings); but who may do what in a namespace says nothing of whether it is there.</summary>
    public bool Handles(AdmissionRequest request) => request.Operation switch
    {
        AdmissionOperation.Create => request.Namespace.Length > 0 && request.Resource.QualifiedName is not ("namespaces" or "localsubjectaccessreviews.authorization.k8s.io"),
        AdmissionOperation.Delete => request.Resource.QualifiedName == "namespaces",
        _ => false,
    };

    /// <inheritdoc/>
    public async ValueTask<Machinery.Documents.ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (request.Operation == AdmissionOperation.Delete) { return request.Name is "default" or "kube-system" or "kube-public" ? throw request.Refuse("this namespace may not be deleted") : request.Object; }
        // Before all others, which would look for things in it.
        var found = await objects.FindAsync("namespaces", "", request.Namespace, cancellation).ConfigureAwait(false) ?? throw StatusException.NotFound("", "namespaces", request.Namespace);
        if (found.Object("status").Text("phase") != "Terminating" && !found.Object("metadata").Has("deletionTimestamp")) { return request.Object; }
        var refusal = request.Refuse($"unable to create new content in namespace {request.Namespace} because it is being terminated").Status;
        throw new StatusException(refusal with { Causes = [new StatusCause("NamespaceTerminating", $"namespace {request.Namespace} is being terminated", "metadata.namespace")] });
    }
}
