namespace KubeSharp.Api.Core.V1;

/// <summary>ServiceSpec of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ServiceSpec")]
public sealed partial record ServiceSpec : IApiRecord<ServiceSpec>
{
    [Field("ports", 1, List = "map", Keys = "port,protocol", Patch = "merge", MergeKey = "port")]
    public ApiList<ServicePort> Ports { get; init; } = [];

    [Field("selector", 2, Map = "atomic")]
    public ApiMap<string> Selector { get; init; } = ApiMap<string>.Empty;

    [Field("clusterIP", 3)]
    public string? ClusterIP { get; init; }

    [Field("clusterIPs", 18, List = "atomic")]
    public ApiList<string> ClusterIPs { get; init; } = [];

    [Field("type", 4, Enum = "ClusterIP|ExternalName|LoadBalancer|NodePort")]
    public string? Type { get; init; }

    [Field("externalIPs", 5, List = "atomic")]
    public ApiList<string> ExternalIPs { get; init; } = [];

    [Field("sessionAffinity", 7, Enum = "ClientIP|None")]
    public string? SessionAffinity { get; init; }

    [Field("loadBalancerIP", 8)]
    public string? LoadBalancerIP { get; init; }

    [Field("loadBalancerSourceRanges", 9, List = "atomic")]
    public ApiList<string> LoadBalancerSourceRanges { get; init; } = [];

    [Field("externalName", 10)]
    public string? ExternalName { get; init; }

    [Field("externalTrafficPolicy", 11, Enum = "Cluster|Local")]
    public string? ExternalTrafficPolicy { get; init; }

    [Field("healthCheckNodePort", 12)]
    public int? HealthCheckNodePort { get; init; }

    [Field("publishNotReadyAddresses", 13)]
    public bool? PublishNotReadyAddresses { get; init; }

    [Field("sessionAffinityConfig", 14)]
    public SessionAffinityConfig? SessionAffinityConfig { get; init; }

    [Field("ipFamilies", 19, List = "atomic")]
    public ApiList<string> IpFamilies { get; init; } = [];

    [Field("ipFamilyPolicy", 17, Enum = "PreferDualStack|RequireDualStack|SingleStack", KeepZero = true)]
    public string? IpFamilyPolicy { get; init; }

    [Field("allocateLoadBalancerNodePorts", 20, KeepZero = true)]
    public bool? AllocateLoadBalancerNodePorts { get; init; }

    [Field("loadBalancerClass", 21, KeepZero = true)]
    public string? LoadBalancerClass { get; init; }

    [Field("internalTrafficPolicy", 22, Enum = "Cluster|Local", KeepZero = true)]
    public string? InternalTrafficPolicy { get; init; }

    [Field("trafficDistribution", 23, KeepZero = true)]
    public string? TrafficDistribution { get; init; }
}
