namespace KubeSharp.Api.Core.V1;

/// <summary>Endpoints of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Endpoints")]
[Kind("", "v1", "Endpoints", Plural = "endpoints", Singular = "endpoints", Namespaced = true, ShortNames = "ep", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record Endpoints : IApiObject<Endpoints>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("subsets", 2, List = "atomic")]
    public ApiList<EndpointSubset> Subsets { get; init; } = [];
}
