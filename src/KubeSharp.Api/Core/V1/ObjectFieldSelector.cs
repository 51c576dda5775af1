namespace KubeSharp.Api.Core.V1;

/// <summary>ObjectFieldSelector of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ObjectFieldSelector", Atomic = true)]
public sealed partial record ObjectFieldSelector : IApiRecord<ObjectFieldSelector>
{
    [Field("apiVersion", 1)]
    public string? ApiVersion { get; init; }

    [Field("fieldPath", 2, Required = true, Default = "\"\"")]
    public string FieldPath { get; init; } = "";
}
