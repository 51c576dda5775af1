namespace KubeSharp.Api.Core.V1;

/// <summary>SecretReference of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SecretReference", Atomic = true)]
public sealed partial record SecretReference : IApiRecord<SecretReference>
{
    [Field("name", 1)]
    public string? Name { get; init; }

    [Field("namespace", 2)]
    public string? Namespace { get; init; }
}
