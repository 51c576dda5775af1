namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ValidatingAdmissionPolicyBindingSpec of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec")]
public sealed partial record ValidatingAdmissionPolicyBindingSpec : IApiRecord<ValidatingAdmissionPolicyBindingSpec>
{
    [Field("policyName", 1, Required = true)]
    public string PolicyName { get; init; } = "";

    [Field("paramRef", 2)]
    public ParamRef? ParamRef { get; init; }

    [Field("matchResources", 3)]
    public MatchResources? MatchResources { get; init; }

    [Field("validationActions", 4, Required = true, List = "set")]
    public ApiList<string> ValidationActions { get; init; } = [];
}
