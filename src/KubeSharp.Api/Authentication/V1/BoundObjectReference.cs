namespace KubeSharp.Api.Authentication.V1;

/// <summary>BoundObjectReference of authentication/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authentication.v1.BoundObjectReference")]
public sealed partial record BoundObjectReference : IApiRecord<BoundObjectReference>
{
    [Field("kind", 1)]
    public string? Kind { get; init; }

    [Field("apiVersion", 2)]
    public string? ApiVersion { get; init; }

    [Field("name", 3)]
    public string? Name { get; init; }

    [Field("uid", 0)]
    public string? Uid { get; init; }
}
