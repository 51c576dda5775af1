namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>DeviceTaintRuleSpec of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.DeviceTaintRuleSpec")]
public sealed partial record DeviceTaintRuleSpec : IApiRecord<DeviceTaintRuleSpec>
{
    [Field("deviceSelector", 1)]
    public DeviceTaintSelector? DeviceSelector { get; init; }

    [Field("taint", 2, Required = true, Default = "{}")]
    public DeviceTaint Taint { get; init; } = DeviceTaint.Empty;
}
