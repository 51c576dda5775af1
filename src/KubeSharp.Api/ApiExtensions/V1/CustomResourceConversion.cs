namespace KubeSharp.Api.ApiExtensions.V1;

/// <summary>CustomResourceConversion of apiextensions/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion")]
public sealed partial record CustomResourceConversion : IApiRecord<CustomResourceConversion>
{
    [Field("strategy", 1, Required = true, Default = "\"\"")]
    public string Strategy { get; init; } = "";

    [Field("webhook", 2)]
    public WebhookConversion? Webhook { get; init; }
}
