namespace KubeSharp.Api.AdmissionRegistration.V1Beta1;

/// <summary>ParamKind of admissionregistration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1beta1.ParamKind", Atomic = true)]
public sealed partial record ParamKind : IApiRecord<ParamKind>
{
    [Field("apiVersion", 1)]
    public string? ApiVersion { get; init; }

    [Field("kind", 2)]
    public string? Kind { get; init; }
}
