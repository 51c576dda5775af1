namespace KubeSharp.Api.AdmissionRegistration.V1Beta1;

/// <summary>MatchCondition of admissionregistration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1beta1.MatchCondition")]
public sealed partial record MatchCondition : IApiRecord<MatchCondition>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("expression", 2, Required = true, Default = "\"\"")]
    public string Expression { get; init; } = "";
}
