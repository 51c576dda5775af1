namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ValidatingAdmissionPolicy of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy", Plural = "validatingadmissionpolicies", Singular = "validatingadmissionpolicy", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch", Subresources = "status://ValidatingAdmissionPolicy:get,patch,update")]
public sealed partial record ValidatingAdmissionPolicy : IApiObject<ValidatingAdmissionPolicy>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public ValidatingAdmissionPolicySpec Spec { get; init; } = ValidatingAdmissionPolicySpec.Empty;

    [Field("status", 3, Default = "{}")]
    public ValidatingAdmissionPolicyStatus Status { get; init; } = ValidatingAdmissionPolicyStatus.Empty;
}
