namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceDefinitionNames of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames")]
public sealed partial record CustomResourceDefinitionNames : IApiRecord<CustomResourceDefinitionNames>
{
    [Field("plural", 1, Required = true, Default = "\"\"")]
    public string Plural { get; init; } = "";

    [Field("singular", 2)]
    public string? Singular { get; init; }

    [Field("shortNames", 3, List = "atomic")]
    public ApiList<string> ShortNames { get; init; } = [];

    [Field("kind", 4, Required = true, Default = "\"\"")]
    public string Kind { get; init; } = "";

    [Field("listKind", 5)]
    public string? ListKind { get; init; }

    [Field("categories", 6, List = "atomic")]
    public ApiList<string> Categories { get; init; } = [];
}
