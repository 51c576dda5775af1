namespace KubeSharp.Api.Meta.V1;

/// <summary>OwnerReference of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference", Atomic = true)]
public sealed partial record OwnerReference : IApiRecord<OwnerReference>
{
    [Field("apiVersion", 5, Required = true, Default = "\"\"")]
    public string ApiVersion { get; init; } = "";

    [Field("kind", 1, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("name", 3, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("uid", 4, Required = true, Default = "\"\"")]
    public string Uid { get; init; } = "";

    [Field("controller", 6, KeepZero = true)]
    public bool? Controller { get; init; }

    [Field("blockOwnerDeletion", 7, KeepZero = true)]
    public bool? BlockOwnerDeletion { get; init; }
}
