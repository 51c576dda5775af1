namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceClassSpec of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceClassSpec")]
public sealed partial record DeviceClassSpec : IApiRecord<DeviceClassSpec>
{
    [Field("selectors", 1, List = "atomic")]
    public ApiList<DeviceSelector> Selectors { get; init; } = [];

    [Field("config", 2, List = "atomic")]
    public ApiList<DeviceClassConfiguration> Config { get; init; } = [];

    [Field("extendedResourceName", 4, KeepZero = true)]
    public string? ExtendedResourceName { get; init; }
}
