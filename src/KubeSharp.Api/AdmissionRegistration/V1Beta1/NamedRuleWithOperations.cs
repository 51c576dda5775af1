namespace KubeSharp.Api.AdmissionRegistration.V1Beta1;

/// <summary>NamedRuleWithOperations of admissionregistration/v1beta1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1beta1.NamedRuleWithOperations", Atomic = true)]
public sealed partial record NamedRuleWithOperations : IApiRecord<NamedRuleWithOperations>
{
    [Field("resourceNames", 1, List = "atomic")]
    public ApiList<string> ResourceNames { get; init; } = [];

    [Field("operations", 0, List = "atomic", KeepZero = true)]
    public ApiList<string> Operations { get; init; } = [];

    [Field("apiGroups", 0, List = "atomic", KeepZero = true)]
    public ApiList<string> ApiGroups { get; init; } = [];

    [Field("apiVersions", 0, List = "atomic", KeepZero = true)]
    public ApiList<string> ApiVersions { get; init; } = [];

    [Field("resources", 0, List = "atomic", KeepZero = true)]
    public ApiList<string> Resources { get; init; } = [];

    [Field("scope", 0, KeepZero = true)]
    public string? Scope { get; init; }
}
