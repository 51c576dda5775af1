namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ValidatingAdmissionPolicyBinding of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicyBinding", Plural = "validatingadmissionpolicybindings", Singular = "validatingadmissionpolicybinding", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ValidatingAdmissionPolicyBinding : IApiObject<ValidatingAdmissionPolicyBinding>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Required = true, Default = "{}")]
    public ValidatingAdmissionPolicyBindingSpec Spec { get; init; } = ValidatingAdmissionPolicyBindingSpec.Empty;
}
