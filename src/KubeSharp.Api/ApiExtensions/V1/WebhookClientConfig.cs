namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>WebhookClientConfig of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig")]
public sealed partial record WebhookClientConfig : IApiRecord<WebhookClientConfig>
{
    [Field("url", 3, KeepZero = true)]
    public string? Url { get; init; }

    [Field("service", 1)]
    public ServiceReference? Service { get; init; }

    [Field("caBundle", 2)]
    public ApiBytes? CaBundle { get; init; }
}
