namespace KubeSharp.Api.Core.V1;

/// <summary>ModifyVolumeStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ModifyVolumeStatus")]
public sealed partial record ModifyVolumeStatus : IApiRecord<ModifyVolumeStatus>
{
    [Field("targetVolumeAttributesClassName", 1)]
    public string? TargetVolumeAttributesClassName { get; init; }

    [Field("status", 2, Required = true, Default = "\"\"", Enum = "InProgress|Infeasible|Pending")]
    public string Status { get; init; } = "";
}
