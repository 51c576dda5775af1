namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceValidation of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation")]
public sealed partial record CustomResourceValidation : IApiRecord<CustomResourceValidation>
{
    [Field("openAPIV3Schema", 1)]
    public JSONSchemaProps? OpenAPIV3Schema { get; init; }
}
