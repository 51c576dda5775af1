namespace KubeSharp.Api.Core.V1;

/// <summary>SecretEnvSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.SecretEnvSource")]
public sealed partial record SecretEnvSource : IApiRecord<SecretEnvSource>
{
    [Field("name", 0, Default = "\"\"")]
    public string? Name { get; init; }

    [Field("optional", 2, KeepZero = true)]
    public bool? Optional { get; init; }
}
