namespace KubeSharp.Api.Meta.V1;

/// <summary>GroupVersionForDiscovery of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.GroupVersionForDiscovery")]
public sealed partial record GroupVersionForDiscovery : IApiRecord<GroupVersionForDiscovery>
{
    [Field("groupVersion", 1, Required = true, Default = "\"\"")]
    public string GroupVersion { get; init; } = "";

    [Field("version", 2, Required = true, Default = "\"\"")]
    public string Version { get; init; } = "";
}
