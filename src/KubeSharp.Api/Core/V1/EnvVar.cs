namespace KubeSharp.Api.Core.V1;

/// <summary>EnvVar of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.EnvVar")]
public sealed partial record EnvVar : IApiRecord<EnvVar>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("value", 2)]
    public string? Value { get; init; }

    [Field("valueFrom", 3)]
    public EnvVarSource? ValueFrom { get; init; }
}
