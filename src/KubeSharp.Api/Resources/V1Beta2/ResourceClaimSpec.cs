namespace KubeSharp.Api.Resources.V1Beta2;

/// <summary>ResourceClaimSpec of resources/v1beta2; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta2.ResourceClaimSpec")]
public sealed partial record ResourceClaimSpec : IApiRecord<ResourceClaimSpec>
{
    [Field("devices", 1, Default = "{}")]
    public DeviceClaim Devices { get; init; } = DeviceClaim.Empty;
}
