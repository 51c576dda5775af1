namespace KubeSharp.Api.Core.V1;

/// <summary>PodSchedulingGroup of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.PodSchedulingGroup")]
public sealed partial record PodSchedulingGroup : IApiRecord<PodSchedulingGroup>
{
    [Field("podGroupName", 1, KeepZero = true)]
    public string? PodGroupName { get; init; }
}
