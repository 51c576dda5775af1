namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>AuditAnnotation of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.AuditAnnotation")]
public sealed partial record AuditAnnotation : IApiRecord<AuditAnnotation>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("valueExpression", 2, Required = true, Default = "\"\"")]
    public string ValueExpression { get; init; } = "";
}
