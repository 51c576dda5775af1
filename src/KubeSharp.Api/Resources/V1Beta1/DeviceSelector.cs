namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceSelector of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceSelector")]
public sealed partial record DeviceSelector : IApiRecord<DeviceSelector>
{
    [Field("cel", 1)]
    public CELDeviceSelector? Cel { get; init; }
}
