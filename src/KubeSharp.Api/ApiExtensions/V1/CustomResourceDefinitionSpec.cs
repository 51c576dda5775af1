namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceDefinitionSpec of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec")]
public sealed partial record CustomResourceDefinitionSpec : IApiRecord<CustomResourceDefinitionSpec>
{
    [Field("group", 1, Required = true, Default = "\"\"")]
    public string Group { get; init; } = "";

    [Field("names", 3, Required = true, Default = "{}")]
    public CustomResourceDefinitionNames Names { get; init; } = CustomResourceDefinitionNames.Empty;

    [Field("scope", 4, Required = true, Default = "\"\"")]
    public string Scope { get; init; } = "";

    [Field("versions", 7, Required = true, List = "atomic")]
    public ApiList<CustomResourceDefinitionVersion> Versions { get; init; } = [];

    [Field("conversion", 9)]
    public CustomResourceConversion? Conversion { get; init; }

    [Field("preserveUnknownFields", 10)]
    public bool? PreserveUnknownFields { get; init; }
}
