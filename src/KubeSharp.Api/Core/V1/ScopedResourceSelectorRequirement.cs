namespace KubeSharp.Api.Core.V1;

/// <summary>ScopedResourceSelectorRequirement of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.ScopedResourceSelectorRequirement")]
public sealed partial record ScopedResourceSelectorRequirement : IApiRecord<ScopedResourceSelectorRequirement>
{
    [Field("scopeName", 1, Required = true, Default = "\"\"", Enum = "BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass")]
    public string ScopeName { get; init; } = "";

    [Field("operator", 2, Required = true, Default = "\"\"", Enum = "DoesNotExist|Exists|In|NotIn")]
    public string Operator { get; init; } = "";

    [Field("values", 3, List = "atomic")]
    public ApiList<string> Values { get; init; } = [];
}
