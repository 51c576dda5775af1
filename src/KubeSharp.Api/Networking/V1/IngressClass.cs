namespace KubeSharp.Api.Networking.V1;

/// <summary>IngressClass of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.IngressClass")]
[Kind("networking.k8s.io", "v1", "IngressClass", Plural = "ingressclasses", Singular = "ingressclass", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record IngressClass : IApiObject<IngressClass>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public IngressClassSpec Spec { get; init; } = IngressClassSpec.Empty;
}
