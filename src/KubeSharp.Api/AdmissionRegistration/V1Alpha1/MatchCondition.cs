namespace KubeSharp.Api.AdmissionRegistration.V1Alpha1;

/// <summary>MatchCondition of admissionregistration/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1alpha1.MatchCondition")]
public sealed partial record MatchCondition : IApiRecord<MatchCondition>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("expression", 2, Required = true, Default = "\"\"")]
    public string Expression { get; init; } = "";
}
