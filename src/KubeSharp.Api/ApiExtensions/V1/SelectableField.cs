namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>SelectableField of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField")]
public sealed partial record SelectableField : IApiRecord<SelectableField>
{
    [Field("jsonPath", 1, Required = true, Default = "\"\"")]
    public string JsonPath { get; init; } = "";
}
