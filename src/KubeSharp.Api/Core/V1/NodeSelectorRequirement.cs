namespace KubeSharp.Api.Core.V1;

/// <summary>NodeSelectorRequirement of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.NodeSelectorRequirement")]
public sealed partial record NodeSelectorRequirement : IApiRecord<NodeSelectorRequirement>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("operator", 2, Required = true, Default = "\"\"", Enum = "DoesNotExist|Exists|Gt|In|Lt|NotIn")]
    public string Operator { get; init; } = "";

    [Field("values", 3, List = "atomic")]
    public ApiList<string> Values { get; init; } = [];
}
