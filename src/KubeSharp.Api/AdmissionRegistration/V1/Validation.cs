namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>Validation of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.Validation")]
public sealed partial record Validation : IApiRecord<Validation>
{
    [Field("expression", 0, Required = true, Default = "\"\"")]
    public string Expression { get; init; } = "";

    [Field("message", 2)]
    public string? Message { get; init; }

    [Field("reason", 3, KeepZero = true)]
    public string? Reason { get; init; }

    [Field("messageExpression", 4)]
    public string? MessageExpression { get; init; }
}
