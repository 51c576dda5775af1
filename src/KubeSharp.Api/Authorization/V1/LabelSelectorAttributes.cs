namespace KubeSharp.Api.Authorization.V1;

/// <summary>LabelSelectorAttributes of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.LabelSelectorAttributes")]
public sealed partial record LabelSelectorAttributes : IApiRecord<LabelSelectorAttributes>
{
    [Field("rawSelector", 1)]
    public string? RawSelector { get; init; }

    [Field("requirements", 2, List = "atomic")]
    public ApiList<Meta.V1.LabelSelectorRequirement> Requirements { get; init; } = [];
}
