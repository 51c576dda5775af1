namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceDefinitionVersion of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion")]
public sealed partial record CustomResourceDefinitionVersion : IApiRecord<CustomResourceDefinitionVersion>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("served", 2, Required = true, Default = "false")]
    public bool Served { get; init; }

    [Field("storage", 3, Required = true, Default = "false")]
    public bool Storage { get; init; }

    [Field("deprecated", 7)]
    public bool? Deprecated { get; init; }

    [Field("deprecationWarning", 8, KeepZero = true)]
    public string? DeprecationWarning { get; init; }

    [Field("schema", 4)]
    public CustomResourceValidation? Schema { get; init; }

    [Field("subresources", 5)]
    public CustomResourceSubresources? Subresources { get; init; }

    [Field("additionalPrinterColumns", 6, List = "atomic")]
    public ApiList<CustomResourceColumnDefinition> AdditionalPrinterColumns { get; init; } = [];

    [Field("selectableFields", 9, List = "atomic")]
    public ApiList<SelectableField> SelectableFields { get; init; } = [];
}
