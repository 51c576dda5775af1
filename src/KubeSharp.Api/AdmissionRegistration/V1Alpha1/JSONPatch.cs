namespace KubeSharp.Api.AdmissionRegistration.V1Alpha1;

/// <summary>JSONPatch of admissionregistration/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1alpha1.JSONPatch")]
public sealed partial record JSONPatch : IApiRecord<JSONPatch>
{
    [Field("expression", 1)]
    public string? Expression { get; init; }
}
