namespace KubeSharp.Api.AdmissionRegistration.V1Beta1;

/// <summary>Variable of admissionregistration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1beta1.Variable", Atomic = true)]
public sealed partial record Variable : IApiRecord<Variable>
{
    [Field("name", 0, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("expression", 0, Required = true, Default = "\"\"")]
    public string Expression { get; init; } = "";
}
