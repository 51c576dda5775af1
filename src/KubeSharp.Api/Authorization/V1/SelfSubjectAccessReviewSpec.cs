namespace KubeSharp.Api.Authorization.V1;

/// <summary>SelfSubjectAccessReviewSpec of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec")]
public sealed partial record SelfSubjectAccessReviewSpec : IApiRecord<SelfSubjectAccessReviewSpec>
{
    [Field("resourceAttributes", 1)]
    public ResourceAttributes? ResourceAttributes { get; init; }

    [Field("nonResourceAttributes", 2)]
    public NonResourceAttributes? NonResourceAttributes { get; init; }
}
