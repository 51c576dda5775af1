namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>MutatingAdmissionPolicy of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicy", Plural = "mutatingadmissionpolicies", Singular = "mutatingadmissionpolicy", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record MutatingAdmissionPolicy : IApiObject<MutatingAdmissionPolicy>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public MutatingAdmissionPolicySpec Spec { get; init; } = MutatingAdmissionPolicySpec.Empty;
}
