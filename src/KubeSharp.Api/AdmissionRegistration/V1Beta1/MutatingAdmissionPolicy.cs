namespace KubeSharp.Api.AdmissionRegistration.V1Beta1;

/// <summary>MutatingAdmissionPolicy of admissionregistration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1beta1.MutatingAdmissionPolicy")]
[Kind("admissionregistration.k8s.io", "v1beta1", "MutatingAdmissionPolicy")]
public sealed partial record MutatingAdmissionPolicy : IApiObject<MutatingAdmissionPolicy>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("spec", 2, Default = "{}")]
    public MutatingAdmissionPolicySpec Spec { get; init; } = MutatingAdmissionPolicySpec.Empty;
}
