namespace KubeSharp.Api.Authorization.V1;

/// <summary>FieldSelectorAttributes of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.FieldSelectorAttributes")]
public sealed partial record FieldSelectorAttributes : IApiRecord<FieldSelectorAttributes>
{
    [Field("rawSelector", 1)]
    public string? RawSelector { get; init; }

    [Field("requirements", 2, List = "atomic")]
    public ApiList<Meta.V1.FieldSelectorRequirement> Requirements { get; init; } = [];
}
