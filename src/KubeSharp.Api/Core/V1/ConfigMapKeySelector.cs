namespace KubeSharp.Api.Core.V1;

/// <summary>ConfigMapKeySelector of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ConfigMapKeySelector", Atomic = true)]
public sealed partial record ConfigMapKeySelector : IApiRecord<ConfigMapKeySelector>
{
    [Field("name", 0, Default = "\"\"")]
    public string? Name { get; init; }

    [Field("key", 2, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("optional", 3, KeepZero = true)]
    public bool? Optional { get; init; }
}
