namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>ExternalDocumentation of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation")]
public sealed partial record ExternalDocumentation : IApiRecord<ExternalDocumentation>
{
    [Field("description", 1)]
    public string? Description { get; init; }

    [Field("url", 2)]
    public string? Url { get; init; }
}
