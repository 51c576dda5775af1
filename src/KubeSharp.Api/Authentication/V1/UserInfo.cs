namespace KubeSharp.Api.Authentication.V1;

/// <summary>UserInfo of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.UserInfo")]
public sealed partial record UserInfo : IApiRecord<UserInfo>
{
    [Field("username", 1)]
    public string? Username { get; init; }

    [Field("uid", 2)]
    public string? Uid { get; init; }

    [Field("groups", 3, List = "atomic")]
    public ApiList<string> Groups { get; init; } = [];

    [Field("extra", 4)]
    public ApiMap<ApiList<string>> Extra { get; init; } = ApiMap<ApiList<string>>.Empty;
}
