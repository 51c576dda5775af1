namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>ValidatingWebhookConfiguration of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.ValidatingWebhookConfiguration")]
[Kind("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", Plural = "validatingwebhookconfigurations", Singular = "validatingwebhookconfiguration", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record ValidatingWebhookConfiguration : IApiObject<ValidatingWebhookConfiguration>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("webhooks", 0, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<ValidatingWebhook> Webhooks { get; init; } = [];
}
