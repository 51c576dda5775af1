namespace KubeSharp.Api.Core.V1;

/// <summary>LocalObjectReference of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.LocalObjectReference", Atomic = true)]
public sealed partial record LocalObjectReference : IApiRecord<LocalObjectReference>
{
    [Field("name", 1, Default = "\"\"")]
    public string? Name { get; init; }
}
