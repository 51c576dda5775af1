namespace KubeSharp.Api.Networking.V1;

/// <summary>HTTPIngressRuleValue of networking/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.networking.v1.HTTPIngressRuleValue")]
public sealed partial record HTTPIngressRuleValue : IApiRecord<HTTPIngressRuleValue>
{
    [Field("paths", 1, Required = true, List = "atomic")]
    public ApiList<HTTPIngressPath> Paths { get; init; } = [];
}
