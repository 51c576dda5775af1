namespace KubeSharp.Api.Core.V1;

/// <summary>Sysctl of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.Sysctl")]
public sealed partial record Sysctl : IApiRecord<Sysctl>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("value", 2, Required = true, Default = "\"\"")]
    public string Value { get; init; } = "";
}
