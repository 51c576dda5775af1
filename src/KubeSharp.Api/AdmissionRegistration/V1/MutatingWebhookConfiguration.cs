namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>MutatingWebhookConfiguration of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingWebhookConfiguration")]
[Kind("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", Plural = "mutatingwebhookconfigurations", Singular = "mutatingwebhookconfiguration", Categories = "api-extensions", Verbs = "create delete deletecollection get list patch update watch")]
public sealed partial record MutatingWebhookConfiguration : IApiObject<MutatingWebhookConfiguration>
{
    [Field("metadata", 1, Default = "{}")]
    public Meta.V1.ObjectMeta Metadata { get; init; } = Meta.V1.ObjectMeta.Empty;

    [Field("webhooks", 0, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<MutatingWebhook> Webhooks { get; init; } = [];
}
