namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>ResourcePool of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.ResourcePool")]
public sealed partial record ResourcePool : IApiRecord<ResourcePool>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("generation", 2, Required = true, Default = "0")]
    public long Generation { get; init; }

    [Field("resourceSliceCount", 3, Required = true, Default = "0")]
    public long ResourceSliceCount { get; init; }
}
