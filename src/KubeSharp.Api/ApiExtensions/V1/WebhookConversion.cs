namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>WebhookConversion of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion")]
public sealed partial record WebhookConversion : IApiRecord<WebhookConversion>
{
    [Field("clientConfig", 2)]
    public WebhookClientConfig? ClientConfig { get; init; }

    [Field("conversionReviewVersions", 3, Required = true, List = "atomic")]
    public ApiList<string> ConversionReviewVersions { get; init; } = [];
}
