namespace KubeSharp.Api.FlowControl.V1;

/// <summary>ResourcePolicyRule of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.ResourcePolicyRule")]
public sealed partial record ResourcePolicyRule : IApiRecord<ResourcePolicyRule>
{
    [Field("verbs", 1, Required = true, List = "set")]
    public ApiList<string> Verbs { get; init; } = [];

    [Field("apiGroups", 2, Required = true, List = "set")]
    public ApiList<string> ApiGroups { get; init; } = [];

    [Field("resources", 3, Required = true, List = "set")]
    public ApiList<string> Resources { get; init; } = [];

    [Field("clusterScope", 4)]
    public bool? ClusterScope { get; init; }

    [Field("namespaces", 5, List = "set", KeepZero = true)]
    public ApiList<string> Namespaces { get; init; } = [];
}
