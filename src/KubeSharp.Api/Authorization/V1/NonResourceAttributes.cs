namespace KubeSharp.Api.Authorization.V1;

/// <summary>NonResourceAttributes of authorization/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.authorization.v1.NonResourceAttributes")]
public sealed partial record NonResourceAttributes : IApiRecord<NonResourceAttributes>
{
    [Field("path", 1)]
    public string? Path { get; init; }

    [Field("verb", 2)]
    public string? Verb { get; init; }
}
