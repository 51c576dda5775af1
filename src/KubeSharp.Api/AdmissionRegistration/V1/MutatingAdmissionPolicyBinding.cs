namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>MutatingAdmissionPolicyBinding of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingAdmissionPolicyBinding", Plural = "mutatingadmissionpolicybindings", Singular = "mutatingadmissionpolicybinding", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record MutatingAdmissionPolicyBinding : IApiObject<MutatingAdmissionPolicyBinding>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public MutatingAdmissionPolicyBindingSpec Spec { get; init; } = MutatingAdmissionPolicyBindingSpec.Empty;
}
