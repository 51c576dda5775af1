namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>DeviceClass of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.DeviceClass")]
[Kind("resource.k8s.io", "v1beta2", "DeviceClass")]
public sealed partial record DeviceClass : IApiObject<DeviceClass>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public DeviceClassSpec Spec { get; init; } = DeviceClassSpec.Empty;
}
