namespace KubeSharp.Api.Meta.V1;

/// <summary>GroupResource of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupResource")]
public sealed partial record GroupResource : IApiRecord<GroupResource>
{
    [Field("group", 1, Required = true, Default = "\"\"")]
    public string Group { get; init; } = "";

    [Field("resource", 2, Required = true, Default = "\"\"")]
    public string Resource { get; init; } = "";
}
