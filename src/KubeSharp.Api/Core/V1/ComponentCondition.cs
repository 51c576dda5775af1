namespace KubeSharp.Api.Core.V1;

/// <summary>ComponentCondition of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ComponentCondition")]
public sealed partial record ComponentCondition : IApiRecord<ComponentCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("message", 3)]
    public string? Message { get; init; }

    [Field("error", 4)]
    public string? Error { get; init; }
}
