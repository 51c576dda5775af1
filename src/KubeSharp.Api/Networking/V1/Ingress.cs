namespace KubeSharp.Api.Networking.V1;

/// <summary>Ingress of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.Ingress")]
[Kind("networking.k8s.io", "v1", "Ingress", Plural = "ingresses", Singular = "ingress", Namespaced = true, ShortNames = "ing", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://Ingress:get,patch,update")]
public sealed partial record Ingress : IApiObject<Ingress>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public IngressSpec Spec { get; init; } = IngressSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public IngressStatus Status { get; init; } = IngressStatus.Empty;
}
