namespace KubeSharp.Api.Core.V1;

/// <summary>ResourceStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ResourceStatus")]
public sealed partial record ResourceStatus : IApiRecord<ResourceStatus>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("resources", 2, List = "map", Keys = "resourceID")]
    public ApiList<ResourceHealth> Resources { get; init; } = [];
}
