namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ExpressionWarning of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ExpressionWarning")]
public sealed partial record ExpressionWarning : IApiRecord<ExpressionWarning>
{
    [Field("fieldRef", 2, Required = true, Default = "\"\"")]
    public string FieldRef { get; init; } = "";

    [Field("warning", 3, Required = true, Default = "\"\"")]
    public string Warning { get; init; } = "";
}
