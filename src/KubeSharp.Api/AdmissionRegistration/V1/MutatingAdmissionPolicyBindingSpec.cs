namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>MutatingAdmissionPolicyBindingSpec of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec")]
public sealed partial record MutatingAdmissionPolicyBindingSpec : IApiRecord<MutatingAdmissionPolicyBindingSpec>
{
    [Field("policyName", 1)]
    public string? PolicyName { get; init; }

    [Field("paramRef", 2)]
    public ParamRef? ParamRef { get; init; }

    [Field("matchResources", 3)]
    public MatchResources? MatchResources { get; init; }
}
