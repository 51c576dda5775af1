namespace KubeSharp.Api.Meta.V1;

/// <summary>APIResourceList of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIResourceList")]
public sealed partial record APIResourceList : IApiRecord<APIResourceList>
{
    [Field("apiVersion", 0)]
    public string? ApiVersion { get; init; }

    [Field("kind", 0)]
    public string? Kind { get; init; }

    [Field("groupVersion", 1, Required = true, Default = "\"\"")]
    public string GroupVersion { get; init; } = "";

    [Field("resources", 2, Required = true, List = "atomic")]
    public ApiList<APIResource> Resources { get; init; } = [];
}
