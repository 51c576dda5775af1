namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>WebhookClientConfig of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.WebhookClientConfig")]
public sealed partial record WebhookClientConfig : IApiRecord<WebhookClientConfig>
{
    [Field("url", 3, KeepZero = true)]
    public string? Url { get; init; }

    [Field("service", 1)]
    public ServiceReference? Service { get; init; }

    [Field("caBundle", 2)]
    public ApiBytes? CaBundle { get; init; }
}
