namespace KubeSharp.Api.Meta.V1;

/// <summary>ShardInfo of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ShardInfo")]
public sealed partial record ShardInfo : IApiRecord<ShardInfo>
{
    [Field("selector", 1, Required = true, Default = "\"\"")]
    public string Selector { get; init; } = "";
}
