namespace KubeSharp.Api.Meta.V1;

/// <summary>APIGroupList of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIGroupList")]
public sealed partial record APIGroupList : IApiRecord<APIGroupList>
{
    [Field("apiVersion", 0)]
    public string? ApiVersion { get; init; }

    [Field("kind", 0)]
    public string? Kind { get; init; }

    [Field("groups", 1, Required = true, List = "atomic")]
    public ApiList<APIGroup> Groups { get; init; } = [];
}
