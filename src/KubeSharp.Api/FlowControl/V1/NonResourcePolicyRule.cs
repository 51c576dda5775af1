namespace KubeSharp.Api.FlowControl.V1;

/// <summary>NonResourcePolicyRule of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.NonResourcePolicyRule")]
public sealed partial record NonResourcePolicyRule : IApiRecord<NonResourcePolicyRule>
{
    [Field("verbs", 1, Required = true, List = "set")]
    public ApiList<string> Verbs { get; init; } = [];

    [Field("nonResourceURLs", 6, Required = true, List = "set")]
    public ApiList<string> NonResourceURLs { get; init; } = [];
}
