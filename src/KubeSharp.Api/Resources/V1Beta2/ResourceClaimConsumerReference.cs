namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>ResourceClaimConsumerReference of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.ResourceClaimConsumerReference")]
public sealed partial record ResourceClaimConsumerReference : IApiRecord<ResourceClaimConsumerReference>
{
    [Field("apiGroup", 1)]
    public string? ApiGroup { get; init; }

    [Field("resource", 3, Required = true, Default = "\"\"")]
    public string Resource { get; init; } = "";

    [Field("name", 4, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("uid", 5, Required = true, Default = "\"\"")]
    public string Uid { get; init; } = "";
}
