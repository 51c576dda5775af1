namespace KubeSharp.Api.Authorization.V1;

/// <summary>SelfSubjectRulesReviewSpec of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec")]
public sealed partial record SelfSubjectRulesReviewSpec : IApiRecord<SelfSubjectRulesReviewSpec>
{
    [Field("namespace", 1)]
    public string? Namespace { get; init; }
}
