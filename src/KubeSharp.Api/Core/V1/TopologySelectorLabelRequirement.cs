namespace KubeSharp.Api.Core.V1;

/// <summary>TopologySelectorLabelRequirement of core/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.core.v1.TopologySelectorLabelRequirement")]
public sealed partial record TopologySelectorLabelRequirement : IApiRecord<TopologySelectorLabelRequirement>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("values", 2, Required = true, List = "atomic")]
    public ApiList<string> Values { get; init; } = [];
}
