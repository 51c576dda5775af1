using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission;

/// <summary>Ingresses that name no class get the default one. Source: Ingress, default ingress class.</summary>
public sealed class DefaultIngressClass(IObjects objects) : IAdmissionPlugin
{
    /// <inheritdoc/>
    public string Name => "DefaultIngressClass";

    /// <inheritdoc/>
    public bool Handles(AdmissionRequest request) => request.Creates("ingresses.networking.k8s.io");

    /// <inheritdoc/>
    public ValueTask<ObjectNode?> MutateAsync(AdmissionRequest request, CancellationToken cancellation)
    {
        var ingress = request.Object!;
        if (ingress.Object("spec").Has("ingressClassName") || ingress.Object("metadata").Object("annotations").Has("kubernetes.io/ingress.class")) { return new(ingress); }
        return new(DefaultClasses.Newest(objects, "ingressclasses.networking.k8s.io", "ingressclass.kubernetes.io/is-default-class") is { } name ? ingress.Edit("spec", s => s.Set("ingressClassName", name)) : ingress);
    }
}
