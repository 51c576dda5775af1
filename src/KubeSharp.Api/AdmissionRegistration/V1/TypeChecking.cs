namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>TypeChecking of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.TypeChecking")]
public sealed partial record TypeChecking : IApiRecord<TypeChecking>
{
    [Field("expressionWarnings", 1, List = "atomic")]
    public ApiList<ExpressionWarning> ExpressionWarnings { get; init; } = [];
}
