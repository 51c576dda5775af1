namespace KubeSharp.Api.Resources.V1Alpha3;

/// <summary>DeviceTaintRule of resources/v1alpha3; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1alpha3.DeviceTaintRule")]
[Kind("resource.k8s.io", "v1alpha3", "DeviceTaintRule")]
public sealed partial record DeviceTaintRule : IApiObject<DeviceTaintRule>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public DeviceTaintRuleSpec Spec { get; init; } = DeviceTaintRuleSpec.Empty;

    [Field("status", 3, Default = "{}")]
    public DeviceTaintRuleStatus Status { get; init; } = DeviceTaintRuleStatus.Empty;
}
