namespace KubeSharp.Api.AdmissionRegistration.V1;

/// <summary>MutatingWebhook of admissionregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.api.admissionregistration.v1.MutatingWebhook")]
public sealed partial record MutatingWebhook : IApiRecord<MutatingWebhook>
{
    [Field("name", 1, Required = true, Default = "\"\"")]
    public string Name { get; init; } = "";

    [Field("clientConfig", 2, Required = true, Default = "{}")]
    public WebhookClientConfig ClientConfig { get; init; } = WebhookClientConfig.Empty;

    [Field("rules", 3, List = "atomic")]
    public ApiList<RuleWithOperations> Rules { get; init; } = [];

    [Field("failurePolicy", 4, Enum = "Fail|Ignore", KeepZero = true)]
    public string? FailurePolicy { get; init; }

    [Field("matchPolicy", 9, Enum = "Equivalent|Exact", KeepZero = true)]
    public string? MatchPolicy { get; init; }

    [Field("namespaceSelector", 5)]
    public Meta.V1.LabelSelector? NamespaceSelector { get; init; }

    [Field("objectSelector", 11)]
    public Meta.V1.LabelSelector? ObjectSelector { get; init; }

    [Field("sideEffects", 6, Required = true, KeepZero = true, Enum = "None|NoneOnDryRun|Some|Unknown")]
    public string SideEffects { get; init; } = "";

    [Field("timeoutSeconds", 7, KeepZero = true)]
    public int? TimeoutSeconds { get; init; }

    [Field("admissionReviewVersions", 8, Required = true, List = "atomic")]
    public ApiList<string> AdmissionReviewVersions { get; init; } = [];

    [Field("reinvocationPolicy", 10, Enum = "IfNeeded|Never", KeepZero = true)]
    public string? ReinvocationPolicy { get; init; }

    [Field("matchConditions", 12, List = "map", Keys = "name", Patch = "merge", MergeKey = "name")]
    public ApiList<MatchCondition> MatchConditions { get; init; } = [];
}
