namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>OpaqueDeviceConfiguration of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.OpaqueDeviceConfiguration")]
public sealed partial record OpaqueDeviceConfiguration : IApiRecord<OpaqueDeviceConfiguration>
{
    [Field("driver", 1, Required = true, Default = "\"\"")]
    public string Driver { get; init; } = "";

    [Field("parameters", 2, Required = true)]
    public JsonNode? Parameters { get; init; }
}
