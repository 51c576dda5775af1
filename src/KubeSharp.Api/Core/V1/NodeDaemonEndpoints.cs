namespace KubeSharp.Api.Core.V1;

/// <summary>NodeDaemonEndpoints of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeDaemonEndpoints")]
public sealed partial record NodeDaemonEndpoints : IApiRecord<NodeDaemonEndpoints>
{
    [Field("kubeletEndpoint", 1, Default = "{}")]
    public DaemonEndpoint KubeletEndpoint { get; init; } = DaemonEndpoint.Empty;
}
