namespace KubeSharp.Api.Authentication.V1;

/// <summary>SelfSubjectReviewStatus of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.SelfSubjectReviewStatus")]
public sealed partial record SelfSubjectReviewStatus : IApiRecord<SelfSubjectReviewStatus>
{
    [Field("userInfo", 1, Default = "{}")]
    public UserInfo UserInfo { get; init; } = UserInfo.Empty;
}
