namespace KubeSharp.Api.ApiRegistration.V1;

/// <summary>APIServiceCondition of apiregistration/v1; fields as in the API reference.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition")]
public sealed partial record APIServiceCondition : IApiRecord<APIServiceCondition>
{
    [Field("type", 1, Required = true, Default = "\"\"")]
    public string Type { get; init; } = "";

    [Field("status", 2, Required = true, Default = "\"\"")]
    public string Status { get; init; } = "";

    [Field("lastTransitionTime", 3, NullIfNone = true)]
    public DateTimeOffset? LastTransitionTime { get; init; }

    [Field("reason", 4)]
    public string? Reason { get; init; }

    [Field("message", 5)]
    public string? Message { get; init; }
}
