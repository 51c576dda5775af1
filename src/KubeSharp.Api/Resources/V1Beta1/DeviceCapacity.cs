namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>DeviceCapacity of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.DeviceCapacity")]
public sealed partial record DeviceCapacity : IApiRecord<DeviceCapacity>
{
    [Field("value", 1, Required = true)]
    public Quantity Value { get; init; }

    [Field("requestPolicy", 2)]
    public CapacityRequestPolicy? RequestPolicy { get; init; }
}
