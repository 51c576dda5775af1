namespace KubeSharp.Api.Authorization.V1;

/// <summary>SubjectRulesReviewStatus of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SubjectRulesReviewStatus")]
public sealed partial record SubjectRulesReviewStatus : IApiRecord<SubjectRulesReviewStatus>
{
    [Field("resourceRules", 1, Required = true, List = "atomic")]
    public ApiList<ResourceRule> ResourceRules { get; init; } = [];

    [Field("nonResourceRules", 2, Required = true, List = "atomic")]
    public ApiList<NonResourceRule> NonResourceRules { get; init; } = [];

    [Field("incomplete", 3, Required = true, Default = "false")]
    public bool Incomplete { get; init; }

    [Field("evaluationError", 4)]
    public string? EvaluationError { get; init; }
}
