namespace KubeSharp.Api.AdmissionRegistration.V1Alpha1;

/// <summary>MatchResources of admissionregistration/v1alpha1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1alpha1.MatchResources", Atomic = true)]
public sealed partial record MatchResources : IApiRecord<MatchResources>
{
    [Field("namespaceSelector", 1)]
    public Meta.V1.LabelSelector? NamespaceSelector { get; init; }

    [Field("objectSelector", 2)]
    public Meta.V1.LabelSelector? ObjectSelector { get; init; }

    [Field("resourceRules", 3, List = "atomic")]
    public ApiList<NamedRuleWithOperations> ResourceRules { get; init; } = [];

    [Field("excludeResourceRules", 4, List = "atomic")]
    public ApiList<NamedRuleWithOperations> ExcludeResourceRules { get; init; } = [];

    [Field("matchPolicy", 7, KeepZero = true)]
    public string? MatchPolicy { get; init; }
}
