namespace KubeSharp.Api.FlowControl.V1;

/// <summary>PolicyRulesWithSubjects of flowcontrol/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects")]
public sealed partial record PolicyRulesWithSubjects : IApiRecord<PolicyRulesWithSubjects>
{
    [Field("subjects", 1, Required = true, List = "atomic")]
    public ApiList<Subject> Subjects { get; init; } = [];

    [Field("resourceRules", 2, List = "atomic")]
    public ApiList<ResourcePolicyRule> ResourceRules { get; init; } = [];

    [Field("nonResourceRules", 3, List = "atomic")]
    public ApiList<NonResourcePolicyRule> NonResourceRules { get; init; } = [];
}
