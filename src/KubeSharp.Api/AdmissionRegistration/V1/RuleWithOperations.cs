namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>RuleWithOperations of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.RuleWithOperations")]
public sealed partial record RuleWithOperations : IApiRecord<RuleWithOperations>
{
    [Field("operations", 1, List = "atomic")]
    public ApiList<string> Operations { get; init; } = [];

    [Field("apiGroups", 0, List = "atomic")]
    public ApiList<string> ApiGroups { get; init; } = [];

    [Field("apiVersions", 0, List = "atomic")]
    public ApiList<string> ApiVersions { get; init; } = [];

    [Field("resources", 0, List = "atomic")]
    public ApiList<string> Resources { get; init; } = [];

    [Field("scope", 0, Enum = "*|Cluster|Namespaced", KeepZero = true)]
    public string? Scope { get; init; }
}
