namespace KubeSharp.Api.Resources.V1;

/// <summary>DeviceRequest of resources/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1.DeviceRequest")]
public sealed partial record DeviceRequest : IApiRecord<DeviceRequest>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("exactly", 2)]
    public ExactDeviceRequest? Exactly { get; init; }

    [Field("firstAvailable", 3, List = "atomic")]
    public ApiList<DeviceSubRequest> FirstAvailable { get; init; } = [];
}
