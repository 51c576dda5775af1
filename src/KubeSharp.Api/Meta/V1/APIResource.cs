namespace KubeSharp.Api.Meta.V1;

/// <summary>APIResource of meta/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.APIResource")]
public sealed partial record APIResource : IApiRecord<APIResource>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("singularName", 6, Required = true, Default = "\"\"")]
    public string SingularName { get; init; } = "";

    [Field("namespaced", 2, Required = true, Default = "false")]
    public bool Namespaced { get; init; }

    [Field("kind", 3, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("verbs", 4, Required = true)]
    public ApiList<string> Verbs { get; init; } = [];

    [Field("shortNames", 5, List = "atomic")]
    public ApiList<string> ShortNames { get; init; } = [];

    [Field("categories", 7, List = "atomic")]
    public ApiList<string> Categories { get; init; } = [];

    [Field("group", 8)]
    public string? Group { get; init; }

    [Field("version", 9)]
    public string? Version { get; init; }

    [Field("storageVersionHash", 10)]
    public string? StorageVersionHash { get; init; }
}
