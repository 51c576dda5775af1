using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Makes the namespace in which something is to be made, where there is none; not in a dry run. Off by default. Source: NamespaceAutoProvision.</summary>
public sealed class NamespaceAutoProvision(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "NamespaceAutoProvision";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, DryRun: false, Namespace.Length: > 0 } && request.Resource.QualifiedName != "namespaces";

    /// <inheritdoc/>
    public async ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        if (objects.Get("namespaces", "", request.Namespace) is not null) { return request.Object; }
        try { await objects.CreateAsync("namespaces", ObjectNode.Of(("metadata", ObjectNode.Of(("name", request.Namespace)))), cancellation).ConfigureAwait(false); }
        catch (StatusException e) when (e.Is(StatusReason.AlreadyExists)) { }
        catch (StatusException e) { throw request.Refuse(e.Message); }
        return request.Object;
    }
}
