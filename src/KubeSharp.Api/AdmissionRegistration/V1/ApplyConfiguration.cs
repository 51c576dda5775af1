namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ApplyConfiguration of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ApplyConfiguration")]
public sealed partial record ApplyConfiguration : IApiRecord<ApplyConfiguration>
{
    [Field("expression", 1)]
    public string? Expression { get; init; }
}
