namespace KubeSharp.Api.Resources.V1Beta1;

/// <summary>ResourceClaimSpec of resources/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.resource.v1beta1.ResourceClaimSpec")]
public sealed partial record ResourceClaimSpec : IApiRecord<ResourceClaimSpec>
{
    [Field("devices", 1, Default = "{}")]
    public DeviceClaim Devices { get; init; } = DeviceClaim.Empty;
}
