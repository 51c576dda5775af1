namespace KubeSharp.Api.Core.V1;

/// <summary>EnvFromSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EnvFromSource")]
public sealed partial record EnvFromSource : IApiRecord<EnvFromSource>
{
    [Field("prefix", 1)]
    public string? Prefix { get; init; }

    [Field("configMapRef", 2)]
    public ConfigMapEnvSource? ConfigMapRef { get; init; }

    [Field("secretRef", 3)]
    public SecretEnvSource? SecretRef { get; init; }
}
