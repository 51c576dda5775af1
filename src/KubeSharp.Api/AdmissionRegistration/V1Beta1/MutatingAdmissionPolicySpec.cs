namespace KubeSharp.Api.AdmissionRegistration.V1Beta1;

/// <summary>MutatingAdmissionPolicySpec of admissionregistration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1beta1.MutatingAdmissionPolicySpec")]
public sealed partial record MutatingAdmissionPolicySpec : IApiRecord<MutatingAdmissionPolicySpec>
{
    [Field("paramKind", 1)]
    public ParamKind? ParamKind { get; init; }

    [Field("matchConstraints", 2)]
    public MatchResources? MatchConstraints { get; init; }

    [Field("variables", 3, List = "atomic")]
    public ApiList<Variable> Variables { get; init; } = [];

    [Field("mutations", 4, List = "atomic")]
    public ApiList<Mutation> Mutations { get; init; } = [];

    [Field("failurePolicy", 5, KeepZero = true)]
    public string? FailurePolicy { get; init; }

    [Field("matchConditions", 6, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<MatchCondition> MatchConditions { get; init; } = [];

    [Field("reinvocationPolicy", 7)]
    public string? ReinvocationPolicy { get; init; }
}
