namespace KubeSharp.Api.Authorization.V1;

/// <summary>SubjectAccessReviewSpec of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.SubjectAccessReviewSpec")]
public sealed partial record SubjectAccessReviewSpec : IApiRecord<SubjectAccessReviewSpec>
{
    [Field("resourceAttributes", 1)]
    public ResourceAttributes? ResourceAttributes { get; init; }

    [Field("nonResourceAttributes", 2)]
    public NonResourceAttributes? NonResourceAttributes { get; init; }

    [Field("user", 3)]
    public string? User { get; init; }

    [Field("groups", 4, List = "atomic")]
    public ApiList<string> Groups { get; init; } = [];

    [Field("extra", 5)]
    public ApiMap<ApiList<string>> Extra { get; init; } = ApiMap<ApiList<string>>.Empty;

    [Field("uid", 6)]
    public string? Uid { get; init; }
}
