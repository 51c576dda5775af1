namespace KubeSharp.Api.AdmissionRegistration.V1Alpha1;

/// <summary>Variable of admissionregistration/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1alpha1.Variable")]
public sealed partial record Variable : IApiRecord<Variable>
{
    [Field("name", 0, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("expression", 0, Required = true, Default = "\"\"")]
    public string Expression { get; init; } = "";
}
