namespace KubeSharp.Api.Core.V1;

/// <summary>ConfigMapEnvSource of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapEnvSource")]
public sealed partial record ConfigMapEnvSource : IApiRecord<ConfigMapEnvSource>
{
    [Field("name", 0, Default = "\"\"")]
    public string? Name { get; init; }

    [Field("optional", 2, KeepZero = true)]
    public bool? Optional { get; init; }
}
