namespace KubeSharp.Api.Core.V1;

/// <summary>NodeSwapStatus of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeSwapStatus")]
public sealed partial record NodeSwapStatus : IApiRecord<NodeSwapStatus>
{
    [Field("capacity", 1, KeepZero = true)]
    public long? Capacity { get; init; }
}
