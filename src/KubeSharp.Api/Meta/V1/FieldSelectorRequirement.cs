namespace KubeSharp.Api.Meta.V1;

/// <summary>FieldSelectorRequirement of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement")]
public sealed partial record FieldSelectorRequirement : IApiRecord<FieldSelectorRequirement>
{
    [Field("key", 1, Required = true, Default = "\"\"")]
    public string Key { get; init; } = "";

    [Field("operator", 2, Required = true, Default = "\"\"")]
    public string Operator { get; init; } = "";

    [Field("values", 3, List = "atomic")]
    public ApiList<string> Values { get; init; } = [];
}
