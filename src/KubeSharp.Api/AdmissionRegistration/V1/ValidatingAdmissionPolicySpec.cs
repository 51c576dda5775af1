namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ValidatingAdmissionPolicySpec of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicySpec")]
public sealed partial record ValidatingAdmissionPolicySpec : IApiRecord<ValidatingAdmissionPolicySpec>
{
    [Field("paramKind", 1)]
    public ParamKind? ParamKind { get; init; }

    [Field("matchConstraints", 2)]
    public MatchResources? MatchConstraints { get; init; }

    [Field("validations", 3, List = "atomic")]
    public ApiList<Validation> Validations { get; init; } = [];

    [Field("failurePolicy", 4, Enum = "Fail|Ignore", KeepZero = true)]
    public string? FailurePolicy { get; init; }

    [Field("auditAnnotations", 5, List = "atomic")]
    public ApiList<AuditAnnotation> AuditAnnotations { get; init; } = [];

    [Field("matchConditions", 6, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<MatchCondition> MatchConditions { get; init; } = [];

    [Field("variables", 7, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<Variable> Variables { get; init; } = [];
}
