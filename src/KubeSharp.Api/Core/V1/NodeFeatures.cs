namespace KubeSharp.Api.Core.V1;

/// <summary>NodeFeatures of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeFeatures")]
public sealed partial record NodeFeatures : IApiRecord<NodeFeatures>
{
    [Field("supplementalGroupsPolicy", 1, KeepZero = true)]
    public bool? SupplementalGroupsPolicy { get; init; }
}
