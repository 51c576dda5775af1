namespace KubeSharp.Api.Authorization.V1;

/// <summary>SubjectAccessReviewStatus of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SubjectAccessReviewStatus")]
public sealed partial record SubjectAccessReviewStatus : IApiRecord<SubjectAccessReviewStatus>
{
    [Field("allowed", 1, Required = true, Default = "false")]
    public bool Allowed { get; init; }

    [Field("denied", 4)]
    public bool? Denied { get; init; }

    [Field("reason", 2)]
    public string? Reason { get; init; }

    [Field("evaluationError", 3)]
    public string? EvaluationError { get; init; }
}
