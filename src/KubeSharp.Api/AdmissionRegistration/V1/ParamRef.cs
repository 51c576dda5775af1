namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ParamRef of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ParamRef", Atomic = true)]
public sealed partial record ParamRef : IApiRecord<ParamRef>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("namespace", 2)]
    public string? Namespace { get; init; }

    [Field("selector", 3)]
    public Meta.V1.LabelSelector? Selector { get; init; }

    [Field("parameterNotFoundAction", 4, KeepZero = true)]
    public string? ParameterNotFoundAction { get; init; }
}
